import { demo } from './demo.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at as it came; each test says what it expects of it.
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** null: the body was not JSON. */
  readonly json: Json;
  readonly headers: Headers;
}

/** One HTTP request to the server. `raw` goes out byte for byte, `body` as JSON. */
export async function request(
  method: string,
  path: string,
  options: {
    body?: unknown;
    raw?: string | Uint8Array<ArrayBuffer>;
    token?: string;
    headers?: Record<string, string>;
  } = {},
): Promise<Answer> {
  const { body, raw, token, headers } = options;
  const response = await fetch(demo.url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(raw !== undefined ? { body: raw } : body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: Json = null;
  try {
    json = JSON.parse(text);
  } catch {}
  return { status: response.status, text, json, headers: response.headers };
}

/** The JSON of a success; anything else fails the test with what came. */
export async function call(method: string, path: string, options: Parameters<typeof request>[2] = {}): Promise<Json> {
  const answer = await request(method, path, options);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.json;
}
