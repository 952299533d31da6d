import type { TimelineItem } from '@alongside/sdk';

/** The session that a page of this customer takes part in, and how much has happened in it; null: none. */
export type Running = { readonly cid: string; readonly news: number };

export function running(timeline: readonly TimelineItem[]): Running | null {
  let now: Running | null = null;
  for (const item of timeline) {
    if (item.type !== 'event') continue;
    const { body } = item;
    if (body.kind === 'cobrowse.started') now = { cid: body.cid, news: 0 };
    else if (body.kind === 'contact.ended' || (body.kind === 'cobrowse.ended' && body.cid === now?.cid)) now = null;
    else if (body.kind.startsWith('cobrowse.') && now !== null) now = { cid: now.cid, news: now.news + 1 };
  }
  return now;
}
