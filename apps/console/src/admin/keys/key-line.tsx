import type { AccessKey } from '@alongside/protocol';
import { useState } from 'react';
import { CopyButton } from '../../details/copy-button.tsx';
import { useConsole } from '../../hooks/use-console.ts';
import { useNow } from '../../hooks/use-now.ts';
import { Confirm } from '../kit/confirm.tsx';
import { RefusalNote } from '../kit/form-frame.tsx';
import { RotateDialog } from '../kit/rotate-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';
import type { KeySecret } from './keys-section.tsx';

interface KeyLineProps {
  readonly accessKey: AccessKey;
  readonly onSecret: (secret: KeySecret) => void;
  readonly onRevoked: () => void;
}

/** One key: its id, when it was last used, and its end. */
export function KeyLine({ accessKey, onSecret, onRevoked }: KeyLineProps) {
  const { a, formats } = useAdmin();
  const { client } = useConsole();
  const [dialog, setDialog] = useState<'rotate' | 'revoke' | null>(null);
  const act = useAct();
  const now = useNow();
  const { accessKeyId, createdAt, revokedAt, lastUsedAt, previousSecretUntil } = accessKey;
  const name = accessKey.name || a('keys.unnamed');
  const overlap = previousSecretUntil !== null && Date.parse(previousSecretUntil) > now;
  const params = { accessKeyId };
  const revoke = async () => {
    const done = await act.run(
      () => client.call('revokeAccessKey', { params }),
      (texts) => texts('keys.revoked', { name }),
    );
    if (!done) return;
    setDialog(null);
    onRevoked();
  };
  return (
    <li className="thing thing-open" data-muted={revokedAt !== null || undefined}>
      <div className="thing-text">
        <span className="thing-name" dir="auto">
          {name}
          {revokedAt !== null && <span className="tag">{a('keys.tag.revoked')}</span>}
          {revokedAt === null && overlap && <span className="tag">{a('keys.tag.overlap')}</span>}
        </span>
        <span className="thing-facts with-copy">
          <code>{accessKeyId}</code>
          <CopyButton what={a('keys.id')} text={accessKeyId} />
        </span>
        <span className="thing-facts">
          {a('keys.created', { time: formats.dateTime(createdAt) })} ·{' '}
          {lastUsedAt ? a('keys.used', { time: formats.relative(lastUsedAt, now) }) : a('keys.unused')}
          {revokedAt !== null && ` · ${a('keys.revoked.at', { time: formats.dateTime(revokedAt) })}`}
          {revokedAt === null && overlap && ` · ${a('secret.until', { time: formats.dateTime(previousSecretUntil) })}`}
        </span>
      </div>
      {revokedAt === null && (
        <div className="thing-acts">
          <button
            type="button"
            className="as-button dense"
            aria-label={a('keys.rotate.label', { name })}
            onClick={() => setDialog('rotate')}
          >
            {a('rotate.submit')}
          </button>
          <button
            type="button"
            className="as-button dense"
            aria-label={a('keys.revoke.label', { name })}
            onClick={() => setDialog('revoke')}
          >
            {a('keys.revoke')}
          </button>
        </div>
      )}
      {dialog === 'rotate' && (
        <RotateDialog
          name={name}
          text={a('keys.rotate.text')}
          onClose={() => setDialog(null)}
          onRotate={async (overlapHours) => {
            const secret = await client.call('rotateAccessKey', { params, body: { overlapHours } });
            setDialog(null);
            onSecret(secret);
          }}
        />
      )}
      {dialog === 'revoke' && (
        <Confirm
          title={a('keys.revoke.title', { name })}
          submit={a('keys.revoke')}
          busy={act.busy}
          onClose={() => setDialog(null)}
          onSubmit={() => void revoke()}
        >
          <p>{a('keys.revoke.text')}</p>
          {lastUsedAt && <p>{a('keys.used', { time: formats.relative(lastUsedAt, now) })}</p>}
          {act.refusal && <RefusalNote refusal={act.refusal} />}
        </Confirm>
      )}
    </li>
  );
}
