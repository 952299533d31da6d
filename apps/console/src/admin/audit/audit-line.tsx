import type { AuditRecord } from '@alongside/protocol';
import { AdminLink } from '../kit/admin-link.tsx';
import { useAdmin } from '../kit/texts.ts';
import { targetPart, valueChanges } from './audit-model.ts';

/** One record: what was done, to what, by whom; its values open on demand. */
export function AuditLine({ record }: { readonly record: AuditRecord }) {
  const { a, formats } = useAdmin();
  const { seq, at, actor, ip, action, target, hash } = record;
  const changes = valueChanges(record);
  const part = action.endsWith('.deleted') ? null : targetPart(target);
  const name = target ? target.name || target.id : null;
  return (
    <li className="thing thing-open">
      <div className="thing-text">
        <span className="thing-name">
          {a(`action.${action}`)}
          {name !== null && (
            <>
              {': '}
              {part === null ? <bdi>{name}</bdi> : <AdminLink to={part}>{name}</AdminLink>}
            </>
          )}
        </span>
        <span className="thing-facts">
          {actor.kind === 'system' ? a('audit.system') : actor.name || a('audit.unknown')}
          {actor.kind === 'access_key' && ` (${a('audit.key')})`} · {formats.dateTime(at)}
          {ip && ` · ${ip}`} · {a('audit.number', { seq })}
        </span>
        <details className="considered">
          <summary>{a('audit.details')}</summary>
          {changes.length > 0 && (
            <table className="changes">
              <thead>
                <tr>
                  <th scope="col">{a('audit.value')}</th>
                  <th scope="col">{a('audit.before')}</th>
                  <th scope="col">{a('audit.after')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map((change) => (
                  <tr key={change.name}>
                    <th scope="row">
                      <code>{change.name}</code>
                    </th>
                    <td dir="auto">{change.before ?? '–'}</td>
                    <td dir="auto">{change.after ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <p className="code">SHA-256 {hash}</p>
        </details>
      </div>
    </li>
  );
}
