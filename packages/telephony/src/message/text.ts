/** `token` of RFC 3261, 25.1. */
export const token = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

/** Text that may stand in a header or a start line: no end of line, no other control character but the tab. */
export function isOneLine(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code < 32 && code !== 9) || code === 127) return false;
  }
  return true;
}

/** Splits at a separator that stands outside of "quotes" and <angle brackets>; parts are trimmed, empty ones left out. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === '\\') index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '<') depth += 1;
    else if (character === '>') depth = Math.max(0, depth - 1);
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, index).trim());
      start = index + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts.filter((part) => part !== '');
}

export type Parameters = ReadonlyMap<string, string>;

/** `;a=1;b` as a map; a parameter without a value has the empty one, quotes are taken off. null: one of them is no token. */
export function parseParameters(parts: readonly string[]): Parameters | null {
  const parameters = new Map<string, string>();
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (!token.test(name)) return null;
    const value = equals < 0 ? '' : part.slice(equals + 1).trim();
    if (!parameters.has(name)) parameters.set(name, unquote(value));
  }
  return parameters;
}

export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** A string in quotes for a header; the caller's text is held to one line. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
