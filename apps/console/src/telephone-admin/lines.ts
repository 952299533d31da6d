/** A field of many lines as a list: without spaces around, without empty lines. */
export const linesOf = (text: string): string[] =>
  text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The first line that is not as it should be. */
export const firstWrong = (text: string, good: (line: string) => boolean): string | null =>
  linesOf(text).find((line) => !good(line)) ?? null;

/** A number as people write it, with + and spaces, as E.164; null: it is none. */
export function e164Of(text: string): string | null {
  const bare = text.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
  return /^\+[1-9][0-9]{1,14}$/.test(bare) ? bare : null;
}

/** An IPv4 or IPv6 address, by its looks: the server decides. */
export const looksLikeAddress = (line: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(line)
    ? line.split('.').every((part) => Number(part) < 256)
    : /^(?=(?:.*:){2})[0-9a-f:.]{2,45}$/i.test(line);
