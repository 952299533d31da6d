import type { TimelineItem } from '@alongside/sdk';

/** Whether something of looking together is offered or goes on, as far as the conversation tells. */
export function isTogether(timeline: readonly TimelineItem[]): boolean {
  let is = false;
  for (const item of timeline) {
    const kind = item.type === 'event' ? item.body.kind : '';
    if (kind === 'contact.ended' || kind === 'cobrowse.ended') is = false;
    else if (kind.startsWith('cobrowse.')) is = true;
  }
  return is;
}
