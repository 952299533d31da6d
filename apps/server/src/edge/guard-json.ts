import { Refused } from '@alongside/domain';
import { LIMITS } from '@alongside/protocol';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const COLON = 0x3a;

const POISONOUS = new Set(['__proto__']);

/**
 * JSON from outside: looked over before anything is built from it, then parsed. Refuses `too_deep` [ERR3], a key that stands twice in one
 * object (two readers would not agree on it) or that reaches for a prototype, `malformed_json`, and text that no database can keep.
 */
export function parseGuardedJson(text: string): unknown {
  scan(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refused('malformed_json');
  }
  // Only an escape or a half in the text itself can have made what is looked for; most texts hold neither.
  if (text.includes('\\u') || !isWellFormed(text)) assertStorable(value, '');
  return value;
}

/** One pass over the characters, so that a hostile depth costs no stack. What is not JSON is left for the parser to refuse. */
function scan(text: string): void {
  const keys: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        keys.push(text.charCodeAt(at) === OPEN_OBJECT ? new Set() : null);
        if (keys.length > LIMITS.jsonDepth)
          throw new Refused('too_deep', { rule: `at most ${LIMITS.jsonDepth} levels` });
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        keys.pop();
        break;
      case QUOTE: {
        const end = endOfString(text, at);
        const seen = keys.at(-1);
        if (seen && isKey(text, end)) noteKey(seen, text.slice(at, end + 1));
        at = end;
        break;
      }
    }
  }
}

/** Index of the closing quote; the last character if there is none. */
function endOfString(text: string, start: number): number {
  // A search of the engine's own finds the end of a long text much faster than a look at each character.
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (before > start && text.charCodeAt(before) === BACKSLASH) before -= 1;
    // Each pair of backslashes is one that stands for itself; one that is left over belongs to the quote.
    if ((end - before) % 2 === 1) return end;
  }
  return text.length - 1;
}

function isKey(text: string, end: number): boolean {
  for (let at = end + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COLON) return true;
    if (code !== 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return false;
  }
  return false;
}

function noteKey(seen: Set<string>, quoted: string): void {
  const key = quoted.includes('\\') ? unescaped(quoted) : quoted.slice(1, -1);
  if (key === null) return;
  if (POISONOUS.has(key)) throw new Refused('malformed_json', { message: `The key "${key}" is not accepted.` });
  if (seen.has(key)) throw new Refused('malformed_json', { message: 'A key stands twice in one object.' });
  seen.add(key);
}

function unescaped(quoted: string): string | null {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return null;
  }
}

/** PostgreSQL keeps no U+0000, and half a surrogate pair would come back as another character. */
export function assertStorable(value: unknown, pointer: string): void {
  if (typeof value === 'string') {
    if (value.includes('\0')) throw new Refused('invalid_request', { field: pointer, rule: 'no U+0000' });
    if (!isWellFormed(value)) throw new Refused('invalid_request', { field: pointer, rule: 'well-formed Unicode' });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      assertStorable(key, pointer);
      assertStorable(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
}

const LONE_SURROGATE = /\p{Surrogate}/u;
const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);
