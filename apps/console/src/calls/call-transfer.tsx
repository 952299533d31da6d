import type { CallView } from '@alongside/protocol';
import type { CallTarget } from '@alongside/sdk/calls';
import { useId, useState } from 'react';
import { useConsole, useConsoleState } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { useRequest } from '../hooks/use-request.ts';
import { useTexts } from '../i18n/use-language.ts';
import { useCallDesk, useCallTexts } from './use-calls.ts';

interface CallTransferProps {
  readonly view: CallView;
  readonly name: string;
  readonly kind: 'transfer' | 'add';
}

/** As a person may type it: the server decides what it is. */
export const looksLikeNumber = (text: string) =>
  /^[0-9+() ./-]{3,40}$/.test(text) && text.replace(/\D/g, '').length >= 3;

/** To a queue, a colleague or a number: at once, or after a word with whoever comes. */
export function CallTransfer({ view, name, kind }: CallTransferProps) {
  const t = useTexts();
  const texts = useCallTexts();
  const { client } = useConsole();
  const { desk } = useCallDesk();
  const queues = useObservable(client.queues) ?? [];
  const me = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.id : ''));
  const { data } = useRequest('colleagues', () => client.call('listColleagues'));
  const [place, setPlace] = useState('');
  const [number, setNumber] = useState('');
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const id = useId();
  const colleagues = (data?.agents ?? []).filter((agent) => agent.id !== me);
  const [what = '', which = ''] = place.split(' ');

  const target = (): CallTarget | null => {
    if (number.trim()) return looksLikeNumber(number.trim()) ? { number: number.trim() } : null;
    if (what === 'queue') return { queueId: which };
    return what === 'agent' ? { agentId: which } : null;
  };
  const go = (warm: boolean) => {
    const to = target();
    setMissing(to === null || (warm && 'queueId' in to));
    if (to === null || (warm && 'queueId' in to)) return;
    const words = note.trim();
    void desk
      .run('call:transfer', () =>
        warm || kind === 'add'
          ? desk.calls.addParty(view.id, to, warm)
          : desk.calls.transfer(view.id, to, words || undefined),
      )
      .then((done) => done && desk.show('none'));
  };
  return (
    <form
      className="call-transfer"
      noValidate
      aria-label={texts(kind === 'add' ? 'add.title' : 'transfer.title')}
      onSubmit={(event) => {
        event.preventDefault();
        go(false);
      }}
    >
      <div>
        <label className="as-label" htmlFor={`${id}-place`}>
          {t('transfer.to')}
        </label>
        <select
          id={`${id}-place`}
          className="as-field"
          value={place}
          onChange={(event) => {
            setPlace(event.currentTarget.value);
            setNumber('');
          }}
        >
          <option value="">{texts('transfer.choose')}</option>
          {kind === 'transfer' && (
            <optgroup label={t('transfer.queues')}>
              {queues.map((queue) => (
                <option key={queue.id} value={`queue ${queue.id}`}>
                  {queue.name}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label={t('transfer.colleagues')}>
            {colleagues.map((agent) => (
              <option key={agent.id} value={`agent ${agent.id}`} disabled={agent.state !== 'available'}>
                {agent.name} · {t(`transfer.${agent.state}`)}
              </option>
            ))}
          </optgroup>
        </select>
      </div>
      <div>
        <label className="as-label" htmlFor={`${id}-number`}>
          {texts('transfer.number')}
        </label>
        <input
          id={`${id}-number`}
          className="as-field"
          type="tel"
          maxLength={40}
          value={number}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            setNumber(event.currentTarget.value);
            setPlace('');
          }}
        />
        <p className="as-hint" id={`${id}-hint`}>
          {texts('transfer.number.hint')}
        </p>
      </div>
      {kind === 'transfer' && (
        <div>
          <label className="as-label" htmlFor={`${id}-note`}>
            {texts('transfer.note')}
          </label>
          <input
            id={`${id}-note`}
            className="as-field"
            maxLength={2000}
            dir="auto"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <p className="as-hint">{texts('transfer.hint', { name })}</p>
        </div>
      )}
      {missing && (
        <p className="field-problem" role="alert">
          {texts('transfer.choose')}
        </p>
      )}
      <div className="call-transfer-go">
        {what !== 'queue' && kind === 'transfer' && (
          <button type="button" className="as-button dense" onClick={() => go(true)}>
            {texts('transfer.warm')}
          </button>
        )}
        <button type="submit" className="as-button as-button-main dense">
          {texts(kind === 'add' ? 'add.go' : 'transfer.blind')}
        </button>
      </div>
    </form>
  );
}
