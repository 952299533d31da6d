import type { Registrar } from '@alongside/protocol';
import { CopyList } from '../admin/kit/copy-list.tsx';
import { doorsOf, serverOf } from './desk-phone-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

const STEPS = ['give', 'account', 'look'] as const;

/** What is entered in a desk phone or softphone, and in which order. */
export function DeskPhoneSetUp({ registrar }: { readonly registrar: Registrar }) {
  const texts = useTelephoneTexts();
  return (
    <section className="beneath" aria-labelledby="desk-set-up">
      <h2 className="group-title" id="desk-set-up">
        {texts('desk.setup')}
      </h2>
      <ol className="desk-steps">
        {STEPS.map((step) => (
          <li key={step}>{texts(`desk.step.${step}`)}</li>
        ))}
      </ol>
      <CopyList
        values={[
          { name: texts('desk.server'), value: serverOf(registrar, location.hostname) },
          ...doorsOf(registrar).map((door) => ({ name: texts('desk.door'), value: door })),
        ]}
      />
      {registrar.address === null && <p className="as-hint">{texts('desk.server.guess')}</p>}
      <p className="as-hint">{texts('desk.codecs')}</p>
    </section>
  );
}
