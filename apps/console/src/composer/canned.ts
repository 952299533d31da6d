import type { CannedReply } from '@alongside/protocol';

/** A `/word` under the caret. */
export interface CannedQuery {
  /** Where the slash stands. */
  readonly from: number;
  readonly query: string;
}

/** The shortcut that is being written, if the caret stands in one: at the start of a line or after a space. */
export function cannedQueryAt(text: string, caret: number): CannedQuery | null {
  const match = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, caret));
  if (!match) return null;
  const query = match[1] ?? '';
  return { from: caret - query.length - 1, query };
}

/** Replies whose shortcut begins so, by shortcut; after them those with the word in their title. */
export function matchReplies(replies: readonly CannedReply[], query: string): readonly CannedReply[] {
  const wanted = query.toLocaleLowerCase();
  const byShortcut = replies.filter(({ shortcut }) => shortcut.toLocaleLowerCase().startsWith(wanted));
  const byTitle = replies.filter(
    (reply) => !byShortcut.includes(reply) && reply.title.toLocaleLowerCase().includes(wanted),
  );
  byShortcut.sort((a, b) => a.shortcut.localeCompare(b.shortcut));
  return [...byShortcut, ...byTitle];
}

/** Puts the names in; any other brace stays as it was written. */
export function fillReply(text: string, names: { readonly name: string; readonly agent: string }): string {
  return text.replace(/\{(name|agent)\}/g, (_, key: 'name' | 'agent') => names[key]);
}

/** The text with the reply in place of its shortcut, and where the caret then stands. */
export function insertReply(
  text: string,
  caret: number,
  { from }: CannedQuery,
  reply: string,
): { readonly text: string; readonly caret: number } {
  const before = text.slice(0, from) + reply;
  return { text: before + text.slice(caret), caret: before.length };
}
