import type { BoardAgent } from '@alongside/protocol';
import { Eye } from 'lucide-react';
import { useBusy, useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useSecondsSince } from '../hooks/use-now.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { formatRoute } from '../state/route.ts';

/** One agent: state and since when, places, chats to look into, and the switch of their state. */
export function AgentLine({ agent }: { readonly agent: BoardAgent }) {
  const { t, clock } = useLanguage();
  const { supervision } = useConsole();
  const busy = useBusy(`agent:${agent.id}`);
  const since = useSecondsSince(agent.since);
  const me = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.id : ''));
  const { name, state, awayReason, openContacts, capacity, contacts } = agent;
  const reason = state === 'away' && awayReason !== null && awayReason !== 'signed_out' && awayReason !== 'chosen';
  const other = state === 'available' ? 'away' : 'available';
  return (
    <li className="agent">
      <div className="agent-who">
        <span className="dot" data-state={state} aria-hidden="true" />
        <span className="agent-name clip" dir="auto">
          {name}
        </span>
        <span className="agent-state">
          {t(`transfer.${state}`)}
          {state !== 'offline' && ` · ${clock(since)}`}
          {reason && ` · ${t(`board.why.${awayReason}`)}`}
        </span>
      </div>
      <div
        className="agent-load"
        hidden={state === 'offline' && openContacts === 0}
        data-full={openContacts >= capacity || undefined}
      >
        <meter
          min={0}
          max={Math.max(1, capacity)}
          value={openContacts}
          aria-label={t('board.places.label', { name })}
        />
        <span>{t('board.places', { used: openContacts, all: capacity })}</span>
      </div>
      <ul className="agent-contacts">
        {contacts.map((contact) => (
          <li key={contact.contactId}>
            <Held contact={contact} mine={agent.id === me} />
          </li>
        ))}
      </ul>
      {state !== 'offline' && agent.id !== me && (
        <button
          type="button"
          className="as-button dense"
          aria-disabled={busy}
          onClick={() => !busy && void supervision.setAgent(agent, other)}
        >
          {t(other === 'away' ? 'board.set.away' : 'board.set.available')}
          <span className="as-visually-hidden">: {name}</span>
        </button>
      )}
    </li>
  );
}

function Held({ contact, mine }: { readonly contact: BoardAgent['contacts'][number]; readonly mine: boolean }) {
  const { t, clock } = useLanguage();
  const { go } = useConsole();
  const since = useSecondsSince(contact.since);
  const { contactId, conversationId, customerName, queueName, state } = contact;
  const facts = state === 'offered' ? t('queue.ringing') : clock(since);
  if (state === 'offered')
    return (
      <span className="held" data-state={state}>
        <span className="clip" dir="auto">
          {customerName}
        </span>
        <span className="held-facts">{facts}</span>
      </span>
    );
  const route = mine
    ? ({ at: 'chat', conversationId, details: false } as const)
    : ({ at: 'watch', contactId, conversationId } as const);
  return (
    <a
      className="held"
      href={formatRoute(route)}
      title={queueName}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        if (mine) go.openChat(conversationId);
        else go.openWatched(contact);
      }}
    >
      <span className="as-visually-hidden">{t(mine ? 'board.open' : 'board.watch')}: </span>
      {!mine && <Eye size={14} aria-hidden="true" />}
      <span className="clip" dir="auto">
        {customerName}
      </span>
      <span className="held-facts">{facts}</span>
    </a>
  );
}
