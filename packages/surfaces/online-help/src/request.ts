/** A request as the front door received it, of no particular server. */
export interface SurfaceRequest {
  readonly method: string;
  /** The address' path as it was sent, without the query. */
  readonly path: string;
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Where the sender reached us, for links in answers; null: not known. */
  readonly origin: string | null;
  /** Byte for byte: it is signed. */
  readonly rawBody: Uint8Array;
}

export interface SurfaceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One header's value; null: missing or sent twice. */
export function header(request: SurfaceRequest, name: string): string | null {
  const value = request.headers[name];
  return typeof value === 'string' ? value : null;
}

export function json(status: number, body: unknown): SurfaceResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify(body),
  };
}

export function plainText(status: number, body: string): SurfaceResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, body };
}
