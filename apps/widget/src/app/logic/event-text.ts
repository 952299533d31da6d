import type { Translator } from '@alongside/design';
import type { LogEvent, TimelineItem } from '@alongside/sdk';
import type { en } from '../../messages/en.ts';

/**
 * What an event of the log says to the customer; null where it concerns nobody.
 * @param agentBefore the agent who was there when it happened; '' if none
 */
export function eventText(event: LogEvent, agentBefore: string, t: Translator<typeof en>): string | null {
  const { body } = event;
  const agent = event.from.kind === 'agent' && event.from.name ? event.from.name : agentBefore;
  switch (body.kind) {
    case 'contact.started':
    case 'agent.joined':
      return t('chat.joined', { agent: body.agent.name });
    case 'agent.left':
      return t('chat.requeued.signedOut', { agent: body.agent.name });
    case 'contact.handed_over':
      return t('chat.handed', { agent: body.to.name });
    case 'call_back.requested':
      return t('callback.done');
    case 'call.started':
      return t('chat.call.started');
    case 'call.ended': {
      if (body.retry) return t('chat.call.broken');
      const seconds = String(body.talkSeconds % 60).padStart(2, '0');
      const time = `${Math.floor(body.talkSeconds / 60)}:${seconds}`;
      return body.talkSeconds > 0 ? t('chat.call.ended', { time }) : t('chat.call.missed');
    }
    case 'contact.requeued':
      if (body.reason === 'transferred') return t('chat.requeued.transferred');
      return t(body.reason === 'agent_lost' ? 'chat.requeued.lost' : 'chat.requeued.signedOut', { agent });
    case 'contact.ended':
      // The company's own words, for example why nobody can be reached.
      if (body.message) return body.message;
      switch (body.reason) {
        case 'ended_by_customer':
          return t('chat.ended.customer');
        case 'ended_by_agent':
          return agent ? t('chat.ended.agent', { agent }) : t('chat.ended.system');
        case 'cancelled_by_customer':
          return t('chat.ended.cancelled');
        case 'customer_gone':
          return t('chat.ended.gone');
        default:
          return t('chat.ended.system');
      }
    default:
      return null;
  }
}

/** Who has the chat since this event; null where it does not change hands. */
export function ownerAfter({ body }: LogEvent): string | null {
  if (body.kind === 'contact.started') return body.agent.name;
  return body.kind === 'contact.handed_over' ? body.to.name : null;
}

/** The agent who was there last; '' if none was. */
export function lastAgentName(timeline: readonly TimelineItem[]): string {
  for (let index = timeline.length - 1; index >= 0; index--) {
    const item = timeline[index];
    const name = item?.type === 'event' && ownerAfter(item);
    if (name) return name;
  }
  return '';
}
