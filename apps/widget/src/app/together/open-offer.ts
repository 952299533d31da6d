import type { TimelineItem } from '@alongside/sdk';

/** The server takes no answer after this. */
const ANSWERED_WITHIN_MS = 120_000;

export type Offer = { readonly cid: string; readonly agent: string };

/** The offer of an agent that the customer has not answered; null: there is none. */
export function openOffer(timeline: readonly TimelineItem[], now = Date.now()): Offer | null {
  let open: Offer | null = null;
  for (const item of timeline) {
    if (item.type !== 'event') continue;
    const { body, at } = item;
    if (body.kind === 'cobrowse.offered')
      open = now - Date.parse(at) < ANSWERED_WITHIN_MS ? { cid: body.cid, agent: body.agent.name } : null;
    else if ((body.kind === 'cobrowse.started' || body.kind === 'cobrowse.ended') && body.cid === open?.cid)
      open = null;
    else if (body.kind === 'contact.ended') open = null;
  }
  return open;
}
