import type { AgentSettings } from '@alongside/protocol';
import { Phone } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { AdminFrame } from '../admin/kit/admin-frame.tsx';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { RefusalNote } from '../admin/kit/form-frame.tsx';
import { Labelled } from '../admin/kit/labelled.tsx';
import { Loaded } from '../admin/kit/loaded.tsx';
import { SecretDialog } from '../admin/kit/secret-dialog.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import { useAct } from '../admin/kit/use-act.ts';
import { useList } from '../admin/kit/use-lists.ts';
import type { SectionProps } from '../admin/sections.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { Empty } from '../ui/empty.tsx';
import { DeskPhoneLine } from './desk-phone-line.tsx';
import { doorsOf, serverOf, sortPhones } from './desk-phone-model.ts';
import { DeskPhoneSetUp } from './desk-phone-set-up.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';

/** Whether a telephone has signed in is looked at again while one waits for it. */
const AGAIN_MS = 5_000;

interface Given {
  readonly agentName: string;
  readonly username: string;
  readonly password: string;
}

/** Agents' own telephones: given, seen signed in, taken away. */
export function DeskPhonesSection(_props: SectionProps) {
  const { client } = useConsole();
  const { a, t } = useAdmin();
  const texts = useTelephoneTexts();
  const phones = useRequest('admin-desk-phones', () => client.call('listDeskPhones'));
  const people = useList<AgentSettings>('people');
  const [given, setGiven] = useState<Given | null>(null);
  const { again } = phones;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what asks again is new each time and does the same.
  useEffect(() => {
    const timer = setInterval(again, AGAIN_MS);
    return () => clearInterval(timer);
  }, []);
  const give = async ({ id, name }: AgentSettings) => {
    const made = await client.call('giveDeskPhone', { params: { agentId: id } });
    setGiven({ agentName: name, ...made });
    again();
  };
  return (
    <AdminFrame section="deskphones">
      <Loaded of={{ phones, people }}>
        {({ phones: { deskPhones, registrar }, people: all }) => {
          const { given: lines, without } = sortPhones(deskPhones, all, t.locale);
          return (
            <>
              {registrar === null && <p className="caution">{texts('desk.nosip')}</p>}
              <GivePhone people={without} onGive={give} />
              {lines.length === 0 ? (
                <div className="desk-none">
                  <Empty icon={Phone} title={texts('desk.empty')} text={texts('desk.empty.text')} />
                </div>
              ) : (
                <ul className="things" aria-label={a('section.deskphones')}>
                  {lines.map((line) => (
                    <DeskPhoneLine key={line.phone.agentId} line={line} onGive={give} onTaken={again} />
                  ))}
                </ul>
              )}
              {registrar && <DeskPhoneSetUp registrar={registrar} />}
              {given && (
                <SecretDialog
                  title={texts('desk.shown', { name: given.agentName })}
                  text={texts('desk.shown.text')}
                  values={[
                    ...(registrar === null
                      ? []
                      : [
                          { name: texts('desk.server'), value: serverOf(registrar, location.hostname) },
                          { name: texts('desk.door'), value: doorsOf(registrar).join(', ') },
                        ]),
                    { name: texts('desk.username'), value: given.username },
                    { name: texts('desk.password'), value: given.password },
                  ]}
                  onClose={() => setGiven(null)}
                />
              )}
            </>
          );
        }}
      </Loaded>
    </AdminFrame>
  );
}

interface GivePhoneProps {
  readonly people: readonly AgentSettings[];
  readonly onGive: (person: AgentSettings) => Promise<void>;
}

function GivePhone({ people, onGive }: GivePhoneProps) {
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  const act = useAct();
  const [id, setId] = useState('');
  const person = people.find((one) => one.id === id);
  const [missing, setMissing] = useState(false);
  if (people.length === 0)
    return (
      <p className="as-hint desk-everybody">
        {texts('desk.everybody')} <AdminLink to="people">{a('section.people')}</AdminLink>
      </p>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(person === undefined);
    if (person === undefined) return;
    void act.run(async () => {
      await onGive(person);
      setId('');
    });
  };
  return (
    <form className="inline-form" onSubmit={submit} noValidate aria-label={texts('desk.give')}>
      <Labelled
        label={texts('desk.agent')}
        hint={texts('desk.agent.hint')}
        fault={missing ? texts('desk.agent.needed') : null}
      >
        {(control) => (
          <select
            {...control}
            className="as-field"
            value={person ? id : ''}
            onChange={({ target }) => {
              setId(target.value);
              setMissing(false);
              act.forget();
            }}
          >
            <option value="">{texts('desk.agent.choose')}</option>
            {people.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <button type="submit" className="as-button as-button-main dense" aria-disabled={act.busy}>
        {texts('desk.give')}
      </button>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
    </form>
  );
}
