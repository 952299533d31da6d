import type { Call } from '@alongside/protocol';
import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import { useEffect, useState } from 'react';
import { LOCALE, text } from '../messages/texts.ts';
import { clockText } from '../parts/clock.tsx';
import type { Phone } from '../state/phone.ts';

const when = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

export function HistoryView({ phone }: { readonly phone: Phone }) {
  const [calls, setCalls] = useState<readonly Call[] | null>(null);
  const [cursor, setCursor] = useState<string | null>(null);
  const read = async (after: string | null) => {
    const page = await phone.calls()?.history({ limit: 30, ...(after === null ? {} : { cursor: after }) });
    if (!page) return;
    setCalls((known) => [...(after === null ? [] : (known ?? [])), ...page.calls]);
    setCursor(page.nextCursor);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once, when it is opened.
  useEffect(() => {
    read(null).catch(() => setCalls([]));
  }, [phone]);
  if (calls?.length === 0) return <p className="empty">{text('history.empty')}</p>;
  return (
    <ul className="list">
      {calls?.map((call) => (
        <Line key={call.id} call={call} phone={phone} />
      ))}
      {cursor && (
        <li>
          <button type="button" className="wide" onClick={() => read(cursor)}>
            {text('history.more')}
          </button>
        </li>
      )}
    </ul>
  );
}

function Line({ call, phone }: { readonly call: Call; readonly phone: Phone }) {
  const missed = call.answeredAt === null;
  const [Icon, word] =
    call.direction === 'outbound'
      ? ([PhoneOutgoing, 'history.out'] as const)
      : missed
        ? ([PhoneMissed, 'history.missed'] as const)
        : ([PhoneIncoming, 'history.in'] as const);
  const who = call.customer?.name || call.customerNumber || '';
  const { customerNumber: number } = call;
  return (
    <li>
      <button
        type="button"
        className={missed ? 'missed' : ''}
        disabled={number === null}
        aria-label={number === null ? undefined : text('history.callAgain', { number })}
        onClick={() => number !== null && phone.dial(number)}
      >
        <Icon aria-hidden size={18} />
        <strong>{who}</strong>
        <span>
          {text(word)} · {when.format(new Date(call.requestedAt))}
          {call.talkSeconds > 0 ? ` · ${clockText(call.talkSeconds)}` : ''}
        </span>
      </button>
    </li>
  );
}
