/** One request as a front door passes it on. */
export interface PhoneLinkRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came; empty: none. */
  readonly body: string;
  /** Of the sender, as the proxies in front are believed. */
  readonly address: string;
  /** Where we are reached, without a slash at its end. */
  readonly base: string;
}

export interface PhoneLinkResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface PhoneLinkRoute {
  readonly operationId: string;
  readonly method: 'GET' | 'POST';
  /** With `{name}` for a parameter. */
  readonly path: string;
  handle(request: PhoneLinkRequest): Promise<PhoneLinkResponse>;
}

export const json = (
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): PhoneLinkResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** Every refusal of this wire: the code is one word for all of them, the status says which. */
export const refusal = (status: number, message: string, headers?: Readonly<Record<string, string>>) =>
  json(status, { code: 'errors', message }, headers);

export function bearerIn({ headers }: PhoneLinkRequest): string | null {
  const { authorization } = headers;
  return (typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined) ?? null;
}
