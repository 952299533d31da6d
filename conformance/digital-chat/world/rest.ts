import type { Json } from '../client/site.ts';

export interface RestAnswer {
  readonly status: number;
  readonly text: string;
  readonly json: Json;
  readonly headers: Headers;
}

/** The headers that the published web client sends with every call. */
const SDK_HEADERS = {
  accept: 'application/json',
  'x-caller-service-id': 'app-1',
  'x-sdk-platform': 'web',
  'x-sdk-version': '3.3.0',
};

async function asked(
  method: string,
  url: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<RestAnswer> {
  const response = await fetch(url, {
    method,
    headers: { ...SDK_HEADERS, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: Json = null;
  try {
    json = JSON.parse(text);
  } catch {}
  return { status: response.status, text, json, headers: response.headers };
}

export const get = (url: string, headers?: Record<string, string>): Promise<RestAnswer> =>
  asked('GET', url, undefined, headers);
export const post = (url: string, body: object, headers?: Record<string, string>): Promise<RestAnswer> =>
  asked('POST', url, body, headers);
export const put = (url: string, body: object): Promise<RestAnswer> => asked('PUT', url, body);
