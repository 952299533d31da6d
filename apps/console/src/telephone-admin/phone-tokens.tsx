import type { PhoneLink, PhoneLinkTokenKind, PhoneLinkTokenView } from '@alongside/protocol';
import { useState } from 'react';
import { DeleteButton } from '../admin/kit/delete-button.tsx';
import { RefusalNote } from '../admin/kit/form-frame.tsx';
import { RotateDialog } from '../admin/kit/rotate-dialog.tsx';
import { SecretDialog } from '../admin/kit/secret-dialog.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useAct } from '../admin/kit/use-act.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useNow } from '../hooks/use-now.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

interface PhoneTokensProps {
  readonly phone: PhoneLink;
  readonly again: () => void;
}

/** The two tokens of the company's servers: made, replaced, taken away; each shown once. */
export function PhoneTokens({ phone, again }: PhoneTokensProps) {
  const texts = useTelephoneTexts();
  const [made, setMade] = useState<{ readonly kind: PhoneLinkTokenKind; readonly token: string } | null>(null);
  const lines = [
    ['api', phone.apiToken],
    ['voice', phone.voiceToken],
  ] as const;
  return (
    <section className="beneath" aria-labelledby="phone-tokens">
      <h2 className="group-title" id="phone-tokens">
        {texts('tokens')}
      </h2>
      <p className="as-hint">{texts('tokens.text')}</p>
      <ul className="things" aria-label={texts('tokens')}>
        {lines.map(([kind, token]) => (
          <TokenLine
            key={kind}
            kind={kind}
            token={token}
            onMade={(text) => setMade({ kind, token: text })}
            onRevoked={again}
          />
        ))}
      </ul>
      {made && (
        <SecretDialog
          title={texts('tokens.shown', { name: texts(`tokens.${made.kind}`) })}
          text={texts('tokens.shown.text')}
          values={[{ name: texts(`tokens.${made.kind}`), value: made.token }]}
          onClose={() => {
            setMade(null);
            again();
          }}
        />
      )}
    </section>
  );
}

interface TokenLineProps {
  readonly kind: PhoneLinkTokenKind;
  readonly token: PhoneLinkTokenView | null;
  readonly onMade: (token: string) => void;
  readonly onRevoked: () => void;
}

function TokenLine({ kind, token, onMade, onRevoked }: TokenLineProps) {
  const texts = useTelephoneTexts();
  const { formats } = useAdmin();
  const { client } = useConsole();
  const now = useNow();
  const act = useAct();
  const [rotating, setRotating] = useState(false);
  const name = texts(`tokens.${kind}`);
  const make = async (overlapHours: number) => {
    const { token: text } = await client.call('createPhoneLinkToken', { params: { kind }, body: { overlapHours } });
    setRotating(false);
    onMade(text);
  };
  const until = token?.previousUntil && Date.parse(token.previousUntil) > now ? token.previousUntil : null;
  const facts =
    token === null
      ? [texts(`tokens.${kind}.text`), texts('tokens.none')]
      : [
          texts(`tokens.${kind}.text`),
          texts('tokens.made', { time: formats.dateTime(token.createdAt) }),
          token.lastUsedAt === null
            ? texts('tokens.unused')
            : texts('tokens.used', { time: formats.relative(token.lastUsedAt, now) }),
          until && texts('tokens.until', { time: formats.dateTime(until) }),
        ];
  return (
    <li className="thing thing-open">
      <div className="thing-text">
        <span className="thing-name">{name}</span>
        <span className="thing-facts">{facts.filter(Boolean).join(' · ')}</span>
        {act.refusal && <RefusalNote refusal={act.refusal} />}
      </div>
      <div className="thing-acts">
        <button
          type="button"
          className="as-button dense"
          aria-disabled={act.busy}
          onClick={() => (token === null ? void act.run(() => make(0)) : setRotating(true))}
        >
          {texts(token === null ? 'tokens.create' : 'tokens.rotate', { name })}
        </button>
        {token !== null && (
          <DeleteButton
            name={name}
            label={texts('tokens.revoke', { name })}
            title={texts('tokens.revoke', { name })}
            text={texts(`tokens.revoke.${kind}`)}
            done={texts('tokens.revoked', { name })}
            onDelete={async () => {
              await client.call('revokePhoneLinkToken', { params: { kind } });
              onRevoked();
            }}
          />
        )}
      </div>
      {rotating && (
        <RotateDialog
          name={name}
          text={texts(`tokens.rotate.${kind}`)}
          onRotate={make}
          onClose={() => setRotating(false)}
        />
      )}
    </li>
  );
}
