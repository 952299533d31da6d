import type { BoardAgent } from '@alongside/protocol';
import { useState } from 'react';
import { useLanguage } from '../i18n/use-language.ts';
import { AgentLine } from './agent-line.tsx';

const STATES = ['available', 'away', 'offline'] as const;
const ORDER: Record<BoardAgent['state'], number> = { available: 0, away: 1, offline: 2 };

/** Who is here, how full they are and what they have; those who can help first. */
export function AgentTable({ agents }: { readonly agents: readonly BoardAgent[] }) {
  const { t, formats } = useLanguage();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const shown = agents
    .filter(
      ({ name, contacts }) =>
        name.toLocaleLowerCase().includes(wanted) ||
        contacts.some(({ customerName }) => customerName.toLocaleLowerCase().includes(wanted)),
    )
    .sort((a, b) => ORDER[a.state] - ORDER[b.state]);
  return (
    <section aria-labelledby="board-agents">
      <div className="board-bar">
        <h2 className="board-title" id="board-agents">
          {t('board.agents')}
        </h2>
        <ul className="board-counts">
          {STATES.map((state) => (
            <li key={state}>
              <span className="dot" data-state={state} aria-hidden="true" /> {t(`transfer.${state}`)}{' '}
              <strong>{formats.number(agents.filter((agent) => agent.state === state).length)}</strong>
            </li>
          ))}
        </ul>
        <input
          type="search"
          className="as-field board-search"
          aria-label={t('board.search')}
          placeholder={t('board.search')}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      {shown.length === 0 ? (
        <p className="card-empty">{t('board.search.none', { query })}</p>
      ) : (
        <ul className="agents">
          {shown.map((agent) => (
            <AgentLine key={agent.id} agent={agent} />
          ))}
        </ul>
      )}
    </section>
  );
}
