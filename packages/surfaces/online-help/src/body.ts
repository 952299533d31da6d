/** A body that the published wire refuses in its answer: HTTP 200 with isSuccess false. `errorCode` is a field of that answer. */
export class BodyRefused extends Error {
  readonly errorCode: number;

  constructor(message: string, errorCode = 400) {
    super(message);
    this.name = 'BodyRefused';
    this.errorCode = errorCode;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

/** @throws BodyRefused unless it is one JSON object in UTF-8 */
export function parseBody(rawBody: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(rawBody));
  } catch {
    throw new BodyRefused('The body is not valid JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BodyRefused('The body must be a JSON object.');
  }
  return value as JsonObject;
}

/** @throws BodyRefused unless it is a text of 1 to `maxLength` characters */
export function requiredText(body: JsonObject, field: string, maxLength: number): string {
  const text = optionalText(body, field, maxLength);
  if (text === undefined) throw new BodyRefused(`${field} is missing or empty.`);
  return text;
}

/** undefined: missing, null or empty. @throws BodyRefused if it is no text, or a longer one */
export function optionalText(body: JsonObject, field: string, maxLength: number): string | undefined {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new BodyRefused(`${field} must be a text.`);
  if (value.length > maxLength) throw new BodyRefused(`${field} may have at most ${maxLength} characters.`);
  // The store keeps no NUL, and half a surrogate pair would come back as another character.
  if (/\0|\p{Surrogate}/u.test(value)) throw new BodyRefused(`${field} holds a character that is not allowed.`);
  return value;
}

const YEAR_10000 = 253_402_300_800_000;

/** Epoch milliseconds. @throws BodyRefused */
export function requiredTime(body: JsonObject, field: string): number {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (value === undefined || value === null) throw new BodyRefused(`${field} is missing.`);
  if (typeof value !== 'number' || !(value >= 0 && value < YEAR_10000)) {
    throw new BodyRefused(`${field} must be a time in milliseconds since 1970.`);
  }
  return value;
}

/** @throws BodyRefused unless startDate and endDate are times in their order */
export function requiredRange(body: JsonObject): { start: number; end: number } {
  const start = requiredTime(body, 'startDate');
  const end = requiredTime(body, 'endDate');
  if (start > end) throw new BodyRefused('startDate lies after endDate.');
  return { start, end };
}

/** Up to `most` texts; missing or null: none. @throws BodyRefused */
export function optionalTexts(body: JsonObject, field: string, most: number, maxLength: number): string[] {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new BodyRefused(`${field} must be a list of texts.`);
  if (value.length > most) throw new BodyRefused(`${field} may have at most ${most} items.`);
  return value.map((_, index) => requiredText(value as unknown as JsonObject, String(index), maxLength));
}

/** A whole number of `range`; `otherwise` if it is missing or null. @throws BodyRefused */
export function optionalInteger(
  body: JsonObject,
  field: string,
  range: { from: number; to: number },
  otherwise: number,
): number {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (value === undefined || value === null) return otherwise;
  if (!Number.isInteger(value) || Number(value) < range.from || Number(value) > range.to)
    throw new BodyRefused(`${field} must be a whole number from ${range.from} to ${range.to}.`);
  return Number(value);
}

/** @throws BodyRefused unless it is one of the words, missing or null */
export function optionalWord<const W extends string>(
  body: JsonObject,
  field: string,
  words: readonly W[],
): W | undefined {
  const value = optionalText(body, field, 64);
  if (value === undefined) return undefined;
  const word = words.find((one) => one === value);
  if (word === undefined) throw new BodyRefused(`${field} must be one of ${words.join(', ')}.`);
  return word;
}

/** @throws BodyRefused unless it is true, false, missing or null */
export function optionalFlag(body: JsonObject, field: string): boolean {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new BodyRefused(`${field} must be true or false.`);
  return value;
}
