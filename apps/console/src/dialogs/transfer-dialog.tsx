import type { Contact } from '@alongside/protocol';
import { type FormEvent, type KeyboardEvent, useEffect, useState } from 'react';
import { useBusy, useConsole, useConsoleState, useRow } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { Keys } from '../ui/keys.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TargetList } from './target-list.tsx';
import { transferTargets } from './transfer-targets.ts';

const NOTE_MOST = 2000;
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
  const { client, commands, go } = useConsole();
  const queues = useObservable(client.queues) ?? [];
  const myId = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.id : ''));
  const { data, code, again } = useRequest('colleagues', () => client.call('listColleagues'));
  const [query, setQuery] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const busy = useBusy(`transfer:${contact.id}`);
  const { name } = contact.customer;

  useEffect(() => {
    const timer = setInterval(again, REFRESH_MS);
    return () => clearInterval(timer);
  });

  const targets = transferTargets(contact, queues, data?.agents ?? [], myId, query);
  const all = transferTargets(contact, queues, data?.agents ?? [], myId, '');
  const chosen = [...all.queues, ...all.colleagues.filter(({ ready }) => ready)].find((target) => target.key === key);

  const transfer = async () => {
    if (chosen && (await commands.transfer(contact, chosen, note))) go.closeDialog();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void transfer();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void transfer();
  };

  return (
    <Modal title={t('transfer.title', { name })} size="medium">
      <form className="dialog-body" onSubmit={submit} onKeyDown={onKeyDown}>
        {code && <Failed text={t('transfer.failed')} code={code} retry={again} />}
        {!data && !code && <Skeleton widths={[60, 70, 50]} />}
        {data && <TargetList targets={targets} query={query} onQuery={setQuery} selected={key} onSelect={setKey} />}
        <div>
          <label className="as-label" htmlFor="transfer-note">
            {t('transfer.note')}
          </label>
          <textarea
            id="transfer-note"
            className="as-field"
            aria-describedby="transfer-hint"
            rows={3}
            maxLength={NOTE_MOST}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <p className="as-hint" id="transfer-hint">
            {t('transfer.note.hint', { name })}
          </p>
        </div>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={go.closeDialog}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense" aria-disabled={busy || !chosen}>
            {busy && <Spinner />}
            {t(busy ? 'transfer.submitting' : 'transfer.submit')}
            <Keys keys={['Ctrl', 'Enter']} silent />
          </button>
        </footer>
      </form>
    </Modal>
  );
}
