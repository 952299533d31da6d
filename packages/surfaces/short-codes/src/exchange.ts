import { Refused } from '@alongside/domain';
import { ERRORS, HTTP_STATUS, wireError } from '@alongside/protocol';

/** One request as a front door passes it on. */
export interface CodeRequest {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** As it came; empty: none. */
  readonly body: string;
  /** Of the sender, as the proxies in front are believed. */
  readonly address: string;
  readonly isHttps: boolean;
  /** The page's own; null: it is no page's. */
  readonly origin: string | null;
  /** Of which company it is; null: nothing in it says so. */
  readonly tenantId: string | null;
  /** Whether this company lists the page's origin, or it is our own, or it is no page. */
  trusts(tenantId: string): Promise<boolean>;
  /** The console's cookie, if the request comes from one of our own pages. */
  readonly consoleToken: string | null;
}

export interface CodeResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CodeRoute {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Passwords are tried here. */
  readonly signsIn: boolean;
  handle(request: CodeRequest): Promise<CodeResponse>;
}

export const json = (status: number, body: object, headers: Record<string, string> = {}): CodeResponse => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

/** A refusal by its code alone: the same bytes for whatever was wrong. What is no refusal is thrown on. */
export function refused(error: unknown): CodeResponse {
  if (!(error instanceof Refused)) throw error;
  const { code, detail } = error;
  const { retryAfterSeconds } = detail;
  const wait = retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  return json(HTTP_STATUS[ERRORS[code].kind], { error: wireError(code, detail) }, wait);
}

export function bearerOf({ headers }: CodeRequest): string | null {
  const { authorization } = headers;
  return (typeof authorization === 'string' ? /^Bearer +(\S+)$/i.exec(authorization)?.[1] : undefined) ?? null;
}

/** The company that it is for, if this page may speak to it. @throws Refused */
export async function companyOf(request: CodeRequest): Promise<string> {
  const { tenantId } = request;
  if (tenantId === null)
    throw new Refused('invalid_request', { message: 'Say which company with ?tenant=<its word>.', field: '/tenant' });
  if (!(await request.trusts(tenantId))) throw new Refused('origin_refused');
  return tenantId;
}
