import type { AgentSettings } from '@alongside/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { Confirm } from '../kit/confirm.tsx';
import { RefusalNote } from '../kit/form-frame.tsx';
import { SecretDialog } from '../kit/secret-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';
import { firstPassword } from './password.ts';

/** Gives a person a new password, made here and shown once. */
export function SetPassword({ person }: { readonly person: AgentSettings }) {
  const { a } = useAdmin();
  const { client } = useConsole();
  const [asking, ask] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const act = useAct();
  const { id, name, email } = person;
  const give = async () => {
    const made = firstPassword((bytes) => crypto.getRandomValues(bytes));
    if (!(await act.run(() => client.call('setAgentPassword', { params: { id }, body: { password: made } })))) return;
    ask(false);
    setPassword(made);
  };
  return (
    <>
      <button type="button" className="as-button dense form-delete" onClick={() => ask(true)}>
        <KeyRound size={16} aria-hidden="true" />
        {a('people.password.set')}
      </button>
      {asking && (
        <Confirm
          title={a('people.password.set.title', { name })}
          submit={a('people.password.set')}
          busy={act.busy}
          onClose={() => ask(false)}
          onSubmit={() => void give()}
        >
          <p>{a('people.password.set.text')}</p>
          {act.refusal && <RefusalNote refusal={act.refusal} />}
        </Confirm>
      )}
      {password !== null && (
        <SecretDialog
          title={a('people.password.title', { name })}
          text={a('people.password.text')}
          values={[
            { name: a('people.email'), value: email },
            { name: a('people.password'), value: password },
          ]}
          onClose={() => setPassword(null)}
        />
      )}
    </>
  );
}
