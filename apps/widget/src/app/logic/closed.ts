/** What a closed company says, in parts: its own words, and when it opens, in UTC; null where that is not known. */
export interface Closed {
  readonly words: string;
  readonly opens: string | null;
}

/** Reads the message of `outside_hours`, where the time stands last in brackets. */
export function readClosed(message: string): Closed {
  const [, words, opens] = /^(.*) \(opens (\d{4}-\S+Z)\)$/s.exec(message) ?? [];
  return { words: words ?? message, opens: opens ?? null };
}
