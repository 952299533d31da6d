import type { CallView } from '@alongside/protocol';
import { type Key, text } from '../messages/texts.ts';
import { clockText } from '../parts/clock.tsx';
import type { Phone, PhoneView } from '../state/phone.ts';

const REASONS: Readonly<Record<string, Key>> = {
  busy: 'end.busy',
  no_answer: 'end.no_answer',
  unreachable: 'end.unreachable',
  refused: 'end.refused',
  declined: 'end.declined',
  engine_lost: 'end.broken',
  media_failed: 'end.broken',
};

export function EndedScreen(props: { readonly phone: Phone; readonly view: PhoneView; readonly call: CallView }) {
  const { phone, view, call } = props;
  const reason = REASONS[call.endReason ?? ''];
  return (
    <main className="screen">
      <div className="who">
        <p role="status">{text('call.over')}</p>
        <h1>{call.customer.name || call.customer.number}</h1>
        {reason && <p className="plain">{text(reason)}</p>}
        {call.answeredAt && call.endedAt && (
          <p>{clockText((Date.parse(call.endedAt) - Date.parse(call.answeredAt)) / 1_000)}</p>
        )}
      </div>
      <div className="stack">
        {view.returnUrl && (
          <button type="button" className="wide main" onClick={phone.goBack}>
            {text('back', { company: view.company })}
          </button>
        )}
        <button type="button" className="wide" onClick={phone.putAway}>
          {text('call.done')}
        </button>
      </div>
    </main>
  );
}
