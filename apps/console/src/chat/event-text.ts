import type { LogEvent } from '@alongside/sdk/agent';
import type { Language } from '../i18n/use-language.ts';

/** What an event of the log says, for a colleague. */
export function eventText(
  { body, from }: LogEvent,
  { t, formats }: Language,
  customer: string,
  myId: string | null,
): string {
  switch (body.kind) {
    case 'contact.requested':
      return t('event.requested', { queue: body.queueName });
    case 'contact.started': {
      const mine = body.agent.id === myId;
      if (body.waitedSeconds < 1) return mine ? t('event.joined.you') : t('event.joined', { agent: body.agent.name });
      const wait = formats.duration(body.waitedSeconds);
      return mine ? t('event.started.you', { wait }) : t('event.started', { agent: body.agent.name, wait });
    }
    case 'contact.requeued':
      if (body.reason === 'agent_lost') return t('event.lost', { queue: body.queueName });
      if (body.reason === 'agent_signed_out') return t('event.signedout', { queue: body.queueName });
      return body.to
        ? t('event.transferred.to', { agent: body.to.name })
        : t('event.transferred', { queue: body.queueName });
    case 'queue.overflowed':
      return t('event.overflowed', {
        from: body.fromQueueName,
        queue: body.queueName,
        wait: formats.duration(body.waitedSeconds),
      });
    case 'contact.handed_over':
      return body.to.id === myId
        ? t('event.handed.you', { from: body.from.name })
        : t('event.handed', { agent: body.to.name, from: body.from.name });
    case 'agent.joined':
      return t('event.joined', { agent: body.agent.name });
    case 'agent.left':
      return t('event.left', { agent: body.agent.name });
    case 'participant.joined':
      return t('event.participant.joined', { name: body.participant.name || t('thread.guest') });
    case 'participant.left':
      return t('event.participant.left', { name: body.participant.name || t('thread.guest') });
    case 'call_back.requested':
      return t('event.callback', { name: customer, phone: body.phone });
    case 'survey.answered':
      return t('event.survey', { name: customer, score: String(body.score), comment: body.comment });
    case 'contact.ended':
      switch (body.reason) {
        case 'ended_by_customer':
          return t('event.ended.customer', { name: customer });
        case 'ended_by_agent':
          return from.id === myId ? t('event.ended.you') : t('event.ended.agent', { name: from.name });
        case 'cancelled_by_customer':
          return t('event.ended.cancelled', { name: customer });
        case 'customer_gone':
          return t('event.ended.gone');
        case 'ended_by_system':
          return t('event.ended.system');
      }
      break;
    case 'fields.changed':
      return t('event.fields', { fields: body.fields.map(({ ident, value }) => `${ident}: ${value}`).join(', ') });
    case 'thread.renamed':
      return t('event.renamed', { name: body.name });
    case 'thread.archived':
      return t('event.archived');
    case 'call.started':
    case 'call.changed':
    case 'call.recording':
    case 'call.ended':
      return t(`event.${body.kind}`);
    case 'cobrowse.offered':
      return t('event.cobrowse.offered', { agent: body.agent.name });
    case 'cobrowse.started':
      return t('event.cobrowse.started');
    case 'cobrowse.joined':
      return t('event.cobrowse.joined', { agent: body.agent.name });
    case 'cobrowse.consent':
      return t(`event.cobrowse.${body.what}.${body.answer}`, { name: customer });
    case 'cobrowse.ended':
      return t(`event.cobrowse.${body.reason}`, {
        name: customer,
        agent: from.name,
        time: formats.duration(body.seconds),
      });
    case 'wrap_up':
      return body.text;
  }
}
