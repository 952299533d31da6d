import type { AgentSettings } from '@alongside/protocol';
import { useState } from 'react';
import { Confirm } from '../admin/kit/confirm.tsx';
import { DeleteButton } from '../admin/kit/delete-button.tsx';
import { RefusalNote } from '../admin/kit/form-frame.tsx';
import { useAct } from '../admin/kit/use-act.ts';
import { useConsole } from '../hooks/use-console.ts';
import { type PhoneOfAgent, stateOf } from './desk-phone-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

interface DeskPhoneLineProps {
  readonly line: PhoneOfAgent;
  readonly onGive: (person: AgentSettings) => Promise<void>;
  readonly onTaken: () => void;
}

/** One agent's telephone: whether it is there now, a new password, its end. */
export function DeskPhoneLine({ line, onGive, onTaken }: DeskPhoneLineProps) {
  const texts = useTelephoneTexts();
  const { client } = useConsole();
  const act = useAct();
  const [asking, ask] = useState(false);
  const { phone, person } = line;
  const { name } = person;
  const state = stateOf(line);
  return (
    <li className="thing thing-open" data-muted={state === 'disabled' || undefined}>
      <div className="thing-text">
        <span className="thing-name" dir="auto">
          {name}
        </span>
        <span className="thing-facts">
          <code dir="ltr">{phone.username}</code>
          {!phone.rings && ` · ${texts('desk.silent')}`}
        </span>
      </div>
      <span className="desk-state" data-state={state}>
        {texts(`desk.state.${state}`)}
      </span>
      <div className="thing-acts">
        {state !== 'disabled' && (
          <button
            type="button"
            className="as-button dense"
            aria-label={texts('desk.renew.of', { name })}
            onClick={() => ask(true)}
          >
            {texts('desk.renew')}
          </button>
        )}
        <DeleteButton
          name={name}
          label={texts('desk.take')}
          title={texts('desk.take.of', { name })}
          text={texts('desk.take.text')}
          done={texts('desk.taken', { name })}
          onDelete={async () => {
            await client.call('takeDeskPhone', { params: { agentId: phone.agentId } });
            onTaken();
          }}
        />
      </div>
      {asking && (
        <Confirm
          title={texts('desk.renew.of', { name })}
          submit={texts('desk.renew')}
          busy={act.busy}
          onSubmit={() => void act.run(() => onGive(person)).then((done) => done && ask(false))}
          onClose={() => {
            act.forget();
            ask(false);
          }}
        >
          <p>{texts('desk.renew.text')}</p>
          {act.refusal && <RefusalNote refusal={act.refusal} />}
        </Confirm>
      )}
    </li>
  );
}
