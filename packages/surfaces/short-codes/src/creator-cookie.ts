import type { CodeRequest } from './exchange.ts';

const NAME = 'alongside-short-code';
/** As long as a session waits. */
const SECONDS = 900;

/** The secret that binds a session to the browser that created it. Pages of other sites must be able to send it: so None, over https only. */
export function creatorCookie(secret: string, isHttps: boolean): string {
  const site = isHttps ? 'SameSite=None; Secure; Partitioned' : 'SameSite=Lax';
  return `${NAME}=${secret}; Path=/assistserver/shortcode; Max-Age=${SECONDS}; HttpOnly; ${site}`;
}

export function creatorIn({ headers }: CodeRequest): string | null {
  const { cookie } = headers;
  if (typeof cookie !== 'string') return null;
  for (const part of cookie.split(';')) {
    const [key = '', value = ''] = part.trim().split('=', 2);
    if (key === NAME && value !== '') return value;
  }
  return null;
}
