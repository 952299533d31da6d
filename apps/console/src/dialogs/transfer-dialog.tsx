import type { Contact } from '@alongside/protocol';
import { useEffect, useState } from 'react';
import { useBusy, useConsole, useConsoleState, useRow } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { TargetForm } from './target-form.tsx';
import { useTargets } from './use-targets.ts';

/** Colleagues come and go while somebody thinks. */
const REFRESH_MS = 4_000;

/** Hands a chat to a queue or to a colleague. */
export function TransferDialog({ conversationId }: { readonly conversationId: string }) {
  const { go } = useConsole();
  const row = useRow(conversationId);
  const contact = row?.state === 'active' ? row.contact : null;
  useEffect(() => {
    if (!contact) go.closeDialog();
  }, [contact, go]);
  return contact && <TransferForm contact={contact} />;
}

function TransferForm({ contact }: { readonly contact: Contact }) {
  const t = useTexts();
  const { commands, go } = useConsole();
  const myId = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.id : ''));
  const to = useTargets(contact, myId);
  const [note, setNote] = useState('');
  const busy = useBusy(`transfer:${contact.id}`);
  const { name } = contact.customer;
  const { again } = to;
  useEffect(() => {
    const timer = setInterval(again, REFRESH_MS);
    return () => clearInterval(timer);
  });
  return (
    <TargetForm
      title={t('transfer.title', { name })}
      to={to}
      note={note}
      onNote={setNote}
      hint={t('transfer.note.hint', { name })}
      busy={busy}
      submit={t(busy ? 'transfer.submitting' : 'transfer.submit')}
      onSubmit={async () => {
        if (to.chosen && (await commands.transfer(contact, to.chosen, note))) go.closeDialog();
      }}
    />
  );
}
