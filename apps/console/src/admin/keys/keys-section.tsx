import type { AccessKey } from '@alongside/protocol';
import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { Empty } from '../../ui/empty.tsx';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { RefusalNote } from '../kit/form-frame.tsx';
import { Labelled } from '../kit/labelled.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { SecretDialog } from '../kit/secret-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';
import { useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';
import { KeyLine } from './key-line.tsx';

export interface KeySecret {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Keys with which the company's own servers sign. */
export function KeysSection(_props: SectionProps) {
  const { a } = useAdmin();
  const keys = useList<AccessKey>('keys');
  const [secret, setSecret] = useState<KeySecret | null>(null);
  const made = (next: KeySecret) => {
    setSecret(next);
    keys.again();
  };
  return (
    <AdminFrame section="keys">
      <NewKey onMade={made} />
      <Loaded of={{ keys }}>
        {(data) =>
          data.keys.length === 0 ? (
            <Empty icon={KeyRound} title={a('keys.empty')} text={a('keys.empty.text')} />
          ) : (
            <ul className="things" aria-label={a('section.keys')}>
              {[...data.keys]
                .sort((one, other) => Number(one.revokedAt !== null) - Number(other.revokedAt !== null))
                .map((key) => (
                  <KeyLine key={key.accessKeyId} accessKey={key} onSecret={made} onRevoked={keys.again} />
                ))}
            </ul>
          )
        }
      </Loaded>
      {secret && (
        <SecretDialog
          title={a('keys.secret')}
          text={a('keys.secret.text')}
          values={[
            { name: a('keys.id'), value: secret.accessKeyId },
            { name: a('keys.secret.label'), value: secret.accessKeySecret },
          ]}
          onClose={() => setSecret(null)}
        />
      )}
    </AdminFrame>
  );
}

function NewKey({ onMade }: { readonly onMade: (secret: KeySecret) => void }) {
  const { a } = useAdmin();
  const { client } = useConsole();
  const [name, setName] = useState('');
  const act = useAct();
  const make = (event: FormEvent) => {
    event.preventDefault();
    void act.run(async () => {
      onMade(await client.call('createAccessKey', { body: { name: name.trim() } }));
      setName('');
    });
  };
  return (
    <form className="inline-form" onSubmit={make} aria-label={a('keys.add')}>
      <Labelled label={a('keys.name')} hint={a('keys.name.hint')}>
        {(control) => (
          <input
            {...control}
            className="as-field"
            maxLength={120}
            dir="auto"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Labelled>
      <button type="submit" className="as-button as-button-main dense" aria-disabled={act.busy}>
        {a('keys.add')}
      </button>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
    </form>
  );
}
