/** One request as a front door passes it on. */
export interface ChatRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Parsed and looked over; undefined: none came. */
  readonly body: unknown;
  readonly isHttps: boolean;
  /** Whether the company lists the page's origin, or it is our own: only then may a cookie count. */
  trustsOrigin(tenantId: string): Promise<boolean>;
}

export interface ChatResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export type ChatHandler = (request: ChatRequest) => Promise<ChatResponse>;

export interface ChatRoute {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As `/chat/1.0/brand/{brandId}`. */
  readonly path: string;
  /** What may come in: nothing, some kilobytes, or a file. */
  readonly body: 'none' | 'json' | 'upload';
  /** Cookies go with it. */
  readonly credentials: boolean;
  readonly handle: ChatHandler;
  /** The answer to a body that is too large to be read. */
  readonly tooLarge?: ChatHandler;
}

export const json = (status: number, body: object, headers: Record<string, string> = {}): ChatResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** As native clients read it; `message` and `retryAfterSeconds` of the refusal are kept. */
export const failed = (status: number, errorCode: string, errorMessage: string, transactionId: string): ChatResponse =>
  json(status, { error: { errorCode, errorMessage, transactionId } });

export function bearerOf({ headers }: ChatRequest): string | null {
  const { authorization } = headers;
  const token = typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined;
  return token ?? null;
}
