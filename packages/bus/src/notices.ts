import type { Hint } from '@alongside/domain';

/** Bytes; PostgreSQL takes less than 8,000 in one notification. */
const MOST = 7_800;
/** Parts of a text whose last one never came are forgotten after so many others. */
const MOST_OPEN = 64;

export interface Notice {
  readonly text: string;
}

export interface ReadNotice {
  readonly from: string;
  readonly id: string;
  readonly part: number;
  readonly parts: number;
  readonly body: string;
}

/** Hints as texts that fit into notifications, each with who says it and which part it is. No two are alike: PostgreSQL would drop one. */
export function partsOf(from: string, id: number, hints: readonly Hint[]): Notice[] {
  // Without a letter of more than one byte, so that lengths are sizes and no letter is cut.
  const body = JSON.stringify(hints).replace(
    /[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const parts = Math.max(1, Math.ceil(body.length / MOST));
  return Array.from({ length: parts }, (_, part) => ({
    text: `${from}.${id}.${part}.${parts}.${body.slice(part * MOST, (part + 1) * MOST)}`,
  }));
}

const SHAPE = /^([0-9a-f]{12})\.(\d+)\.(\d+)\.(\d+)\.(.*)$/s;

/** null: not of ours, as from a newer release. */
export function readNotice(payload: string): ReadNotice | null {
  const [, from, id, part, parts, body] = SHAPE.exec(payload) ?? [];
  if (from === undefined || body === undefined) return null;
  return { from, id: `${from}.${id}`, part: Number(part), parts: Number(parts), body };
}

/** The hints of a text when its last part has come; null until then, and for what cannot be read. `open` keeps what has begun. */
export function joinParts(open: Map<string, string[]>, { id, part, parts, body }: ReadNotice): Hint[] | null {
  if (parts > 1) {
    const begun = open.get(id) ?? [];
    open.set(id, begun);
    begun[part] = body;
    if (Object.keys(begun).length < parts) {
      const [oldest] = open.keys();
      if (open.size > MOST_OPEN && oldest !== undefined) open.delete(oldest);
      return null;
    }
    open.delete(id);
    return parsed(begun.join(''));
  }
  return parsed(body);
}

function parsed(text: string): Hint[] | null {
  try {
    const hints: unknown = JSON.parse(text);
    return Array.isArray(hints) ? (hints as Hint[]) : null;
  } catch {
    return null;
  }
}
