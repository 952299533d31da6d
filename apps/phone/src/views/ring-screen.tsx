import type { Ringing } from '@alongside/sdk/phone';
import { Phone as PhoneIcon, PhoneOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { text } from '../messages/texts.ts';
import { startRinging } from '../state/ringer.ts';
import type { Phone } from '../state/phone.ts';

export function RingScreen({ phone, ringing }: { readonly phone: Phone; readonly ringing: Ringing }) {
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    setBusy(false);
    return startRinging();
  }, []);
  const answer = async (work: (one: Ringing) => Promise<void>) => {
    setBusy(true);
    await work(ringing);
    setBusy(false);
  };
  return (
    <main className="screen ring" aria-live="assertive">
      <div className="who">
        <p>{text(ringing.video ? 'ring.video' : 'ring.title')}</p>
        <h1>{ringing.name || ringing.number}</h1>
        {ringing.number && ringing.name !== ringing.number && <p className="plain">{ringing.number}</p>}
        {ringing.queue && <p>{ringing.queue}</p>}
        {ringing.from && <p>{text('ring.from', { name: ringing.from })}</p>}
      </div>
      <div className="pair">
        <button type="button" className="round stop" disabled={busy} onClick={() => answer(phone.decline)}>
          <PhoneOff aria-hidden size={28} />
          <span>{text('ring.decline')}</span>
        </button>
        <button type="button" className="round go" disabled={busy} onClick={() => answer(phone.accept)}>
          <PhoneIcon aria-hidden size={28} />
          <span>{text('ring.accept')}</span>
        </button>
      </div>
    </main>
  );
}
