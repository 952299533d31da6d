import type { EntryBody } from '@alongside/protocol';
import type { Pending } from './pending.ts';

/** The conversations of a batch, and where in them each entry goes. Arrays run in parallel. */
export interface Heads {
  readonly ids: string[];
  readonly counts: number[];
  readonly unread: number[];
  readonly senders: (string | null)[];
  readonly previews: (string | null)[];
  /** Of each entry: the place of its head, from 1, and its own place among that head's entries, from 1. */
  readonly places: number[];
  readonly nths: number[];
}

export function headsOf(batch: readonly Pending[]): Heads {
  const heads: Heads = { ids: [], counts: [], unread: [], senders: [], previews: [], places: [], nths: [] };
  const placeOf = new Map<string, number>();
  for (const { append, body } of batch) {
    const id = append.conversationId;
    let place = placeOf.get(id);
    if (place === undefined) {
      place = heads.ids.push(id);
      placeOf.set(id, place);
      heads.counts.push(0);
      heads.unread.push(0);
      heads.senders.push(null);
      heads.previews.push(null);
    }
    const at = place - 1;
    const nth = (heads.counts[at] ?? 0) + 1;
    heads.counts[at] = nth;
    heads.places.push(place);
    heads.nths.push(nth);
    const preview = previewOf(body);
    if (preview === null) continue;
    heads.senders[at] = append.author.kind;
    heads.previews[at] = preview;
    if (append.author.kind === 'customer') heads.unread[at] = (heads.unread[at] ?? 0) + 1;
  }
  return heads;
}

/** As message_preview in the database: the first 140 characters of a message, null for what is none. */
function previewOf(body: EntryBody): string | null {
  const text = shownOf(body);
  return text === null || text.length <= 140 ? text : Array.from(text.slice(0, 280)).slice(0, 140).join('');
}

function shownOf(body: EntryBody): string | null {
  if (body.kind === 'text') return body.text;
  if (body.kind === 'rich') return body.fallbackText;
  return body.kind === 'file' ? (body.caption ?? body.file.name) : null;
}
