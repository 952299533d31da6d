import type { Contact } from '@alongside/protocol';
import { type FormEvent, useState } from 'react';
import { useBusy, useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TargetList } from './target-list.tsx';
import { transferTargets } from './transfer-targets.ts';

const NOTE_MOST = 2000;

/** Sends a contact of somebody else to a queue or an agent. */
export function ReassignDialog({ contact }: { readonly contact: Contact }) {
  const t = useTexts();
  const { client, supervision, go } = useConsole();
  const queues = useObservable(client.queues) ?? [];
  const { data, code, again } = useRequest('colleagues', () => client.call('listColleagues'));
  const [query, setQuery] = useState('');
  const [key, setKey] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const busy = useBusy(`reassign:${contact.id}`);
  const { name } = contact.customer;
  // Whoever has it now is no target; a supervisor may well be one.
  const without = contact.owner?.id ?? '';
  const targets = transferTargets(contact, queues, data?.agents ?? [], without, query);
  const all = transferTargets(contact, queues, data?.agents ?? [], without, '');
  const chosen = [...all.queues, ...all.colleagues.filter(({ ready }) => ready)].find((target) => target.key === key);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!busy && chosen && (await supervision.reassign(contact, chosen, note))) go.closeDialog();
  };
  return (
    <Modal title={t('watch.reassign.title', { name })} size="medium">
      <form className="dialog-body" onSubmit={(event) => void submit(event)}>
        {code && <Failed text={t('transfer.failed')} code={code} retry={again} />}
        {!data && !code && <Skeleton widths={[60, 70, 50]} />}
        {data && <TargetList targets={targets} query={query} onQuery={setQuery} selected={key} onSelect={setKey} />}
        <div>
          <label className="as-label" htmlFor="reassign-note">
            {t('transfer.note')}
          </label>
          <textarea
            id="reassign-note"
            className="as-field"
            rows={2}
            maxLength={NOTE_MOST}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={go.closeDialog}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense" aria-disabled={busy || !chosen}>
            {busy && <Spinner />}
            {t('watch.reassign.submit')}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
