import { splitOutside } from './text.ts';

/** The short forms of RFC 3261, 7.3.3 and of the extensions that we read. */
const compact: Readonly<Record<string, string>> = {
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
};

/** What came: names in lower case and in their long form, values as written, in order. */
export class Headers {
  readonly #fields: (readonly [name: string, value: string])[] = [];

  add(name: string, value: string): void {
    const lower = name.toLowerCase();
    this.#fields.push([compact[lower] ?? lower, value]);
  }

  get(name: string): string | null {
    return this.#fields.find(([field]) => field === name)?.[1] ?? null;
  }

  /** Every field of this name, not split. */
  all(name: string): string[] {
    return this.#fields.filter(([field]) => field === name).map(([, value]) => value);
  }

  /** Every value of a header that may hold several, separated by commas, over all its fields. */
  list(name: string): string[] {
    return this.all(name).flatMap((value) => splitOutside(value, ','));
  }
}
