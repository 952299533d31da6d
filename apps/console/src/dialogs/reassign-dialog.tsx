import type { Contact } from '@alongside/protocol';
import { useState } from 'react';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { TargetForm } from './target-form.tsx';
import { useTargets } from './use-targets.ts';

/** Sends a contact of somebody else to a queue or an agent. */
export function ReassignDialog({ contact }: { readonly contact: Contact }) {
  const t = useTexts();
  const { supervision, go } = useConsole();
  // Whoever has it now is no target; a supervisor may well be one.
  const to = useTargets(contact, contact.owner?.id ?? '');
  const [note, setNote] = useState('');
  const busy = useBusy(`reassign:${contact.id}`);
  return (
    <TargetForm
      title={t('watch.reassign.title', { name: contact.customer.name })}
      to={to}
      note={note}
      onNote={setNote}
      busy={busy}
      submit={t('watch.reassign.submit')}
      onSubmit={async () => {
        if (to.chosen && (await supervision.reassign(contact, to.chosen, note))) go.closeDialog();
      }}
    />
  );
}
