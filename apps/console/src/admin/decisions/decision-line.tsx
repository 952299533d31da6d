import type { RoutingDecision } from '@alongside/protocol';
import { AdminLink } from '../kit/admin-link.tsx';
import { useAdmin } from '../kit/texts.ts';

interface DecisionLineProps {
  readonly decision: RoutingDecision;
  readonly queue: string;
  /** Shows only this contact's decisions; null where only they are shown. */
  readonly onContact: (() => void) | null;
}

/** One decision: what, why, and whom else it looked at. */
export function DecisionLine({ decision, queue, onContact }: DecisionLineProps) {
  const { a, formats } = useAdmin();
  const { at, outcome, agentName, ring, waitedSeconds, decidedBy, reason, considered, consideredCount } = decision;
  return (
    <li className="thing thing-open decision">
      <div className="thing-text">
        <span className="thing-name">
          {agentName === null
            ? a(`outcome.${outcome}`)
            : a('outcome.to', { what: a(`outcome.${outcome}`), agent: agentName })}
          <span className="tag">{a(`decided.${decidedBy}`)}</span>
        </span>
        <span className="thing-facts">
          {[
            formats.dateTime(at),
            <AdminLink key="queue" to={`queues/${decision.queueId}`}>
              {queue}
            </AdminLink>,
            a('decisions.waited', { time: formats.duration(waitedSeconds) }),
            ring === null ? null : a('decisions.ring', { number: ring + 1 }),
          ]
            .filter((part) => part !== null)
            .flatMap((part, index) => (index === 0 ? [part] : [' · ', part]))}
        </span>
        <p className="decision-reason" lang="en">
          {reason}
        </p>
        {considered.length > 0 && (
          <details className="considered">
            <summary>{a('decisions.considered', { count: consideredCount })}</summary>
            <ul>
              {considered.map(({ agentId, name, verdict }) => (
                <li key={agentId} data-chosen={verdict === 'chosen' || undefined}>
                  <AdminLink to={`people/${agentId}`}>{name}</AdminLink> <span>{a(`verdict.${verdict}`)}</span>
                </li>
              ))}
            </ul>
            {consideredCount > considered.length && (
              <p className="as-hint">{a('decisions.more', { count: consideredCount - considered.length })}</p>
            )}
          </details>
        )}
      </div>
      {onContact && (
        <button type="button" className="as-button dense" onClick={onContact}>
          {a('decisions.only')}
        </button>
      )}
    </li>
  );
}
