import type { Clock, CompanyBackend, Logger, Outgoing } from '@alongside/domain';
import { signedHeaders } from './sign.ts';

export interface CompanyPorts {
  readonly outgoing: Outgoing;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface Ask {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** From the backend's own address on, with its slash. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const MOST_BYTES = 65_536;
const MILLISECONDS = 8_000;

/** One signed request to the company; null: no answer that could be read whole. The log names neither values nor addresses. */
export async function ask(
  { outgoing, clock, log }: CompanyPorts,
  backend: CompanyBackend,
  { method, path, query, body, headers }: Ask,
): Promise<{ status: number; text: string } | null> {
  const url = new URL(backend.url + path);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  const text = body === undefined ? '' : JSON.stringify(body);
  const contentType = body === undefined ? '' : 'application/json';
  const answer = await outgoing.send({
    method,
    url: url.href,
    headers: {
      ...signedHeaders(backend, { method, path: url.pathname, contentType, body: text }, clock.now()),
      accept: 'application/json, text/plain',
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
    milliseconds: MILLISECONDS,
    mostBytes: MOST_BYTES,
  });
  if (!answer.ok) {
    log.warn({ where: 'company backend', reason: answer.error, milliseconds: answer.milliseconds }, 'No answer.');
    return null;
  }
  return answer.cut ? null : { status: answer.status, text: new TextDecoder().decode(answer.body) };
}

/** null: not a success, or no JSON object. */
export function objectOf(answer: { status: number; text: string } | null): Record<string, unknown> | null {
  if (answer === null || answer.status < 200 || answer.status > 299) return null;
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** A text of the company's for people: of one length that fits anywhere; '' if there is none. */
export function messageOf(value: unknown): string {
  return typeof value === 'string'
    ? value
        .replaceAll('\0', '')
        .replace(/\p{Surrogate}/gu, '')
        .slice(0, 1_000)
    : '';
}

/** An id of the company's: text, or a number as some systems give it. null: neither, or a number that reading has changed. */
export function idOf(value: unknown): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && /^[^\0\p{Surrogate}]{1,200}$/u.test(text) ? text : null;
}
