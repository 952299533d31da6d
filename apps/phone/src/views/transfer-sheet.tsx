import { ChevronLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { text } from '../messages/texts.ts';
import type { Phone } from '../state/phone.ts';

interface Colleague {
  readonly agentId: string;
  readonly agentNumber: string | null;
  readonly name: string;
  readonly state: 'available' | 'away' | 'offline';
}

export function TransferSheet({ phone, onClose }: { readonly phone: Phone; readonly onClose: () => void }) {
  const [colleagues, setColleagues] = useState<readonly Colleague[] | null>(null);
  const [number, setNumber] = useState('');
  useEffect(() => {
    phone
      .client()
      ?.call('listPhoneColleagues')
      .then((answer) => setColleagues(answer.colleagues))
      .catch(() => setColleagues([]));
  }, [phone]);
  const go = async (to: Parameters<Phone['transfer']>[0]) => {
    await phone.transfer(to);
    onClose();
  };
  return (
    <main className="screen sheet">
      <header>
        <button type="button" aria-label={text('call.done')} onClick={onClose}>
          <ChevronLeft aria-hidden />
        </button>
        <h1>{text('transfer.title')}</h1>
      </header>
      <ul className="list">
        {colleagues?.map(({ agentId, agentNumber, name, state }) => (
          <li key={agentId}>
            <button type="button" disabled={state === 'offline'} onClick={() => go({ agentId })}>
              <strong>{name}</strong>
              <span>
                {agentNumber ? `${agentNumber} · ` : ''}
                {text(`state.${state}`)}
              </span>
            </button>
          </li>
        ))}
        {colleagues?.length === 0 && <li className="empty">{text('transfer.nobody')}</li>}
      </ul>
      <form
        className="number"
        onSubmit={(event) => {
          event.preventDefault();
          if (number.trim() !== '') void go({ number });
        }}
      >
        <input
          type="tel"
          aria-label={text('transfer.number')}
          placeholder={text('transfer.number')}
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
        <button type="submit" disabled={number.trim() === ''}>
          {text('transfer.go')}
        </button>
      </form>
    </main>
  );
}
