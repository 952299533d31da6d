import type { CallView } from '@alongside/protocol';
import { Grid3x3, Mic, MicOff, Pause, PhoneForwarded, PhoneOff, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import { text } from '../messages/texts.ts';
import { Clock } from '../parts/clock.tsx';
import { Keys } from '../parts/keys.tsx';
import type { Phone, PhoneView } from '../state/phone.ts';
import { TransferSheet } from './transfer-sheet.tsx';

export function InCall(props: { readonly phone: Phone; readonly view: PhoneView; readonly call: CallView }) {
  const { phone, view, call } = props;
  const [sheet, setSheet] = useState<'keys' | 'transfer' | null>(null);
  const [pressed, setPressed] = useState('');
  const { permissions: may } = call.me;
  const held = call.state === 'held';
  useHeadset(phone);
  if (sheet === 'transfer') return <TransferSheet phone={phone} onClose={() => setSheet(null)} />;
  return (
    <main className="screen">
      <div className="who">
        <h1>{call.customer.name || call.customer.number}</h1>
        {call.customer.number && !['', call.customer.number].includes(call.customer.name) && (
          <p className="plain">{call.customer.number}</p>
        )}
        <p role="status">
          <State call={call} />
        </p>
        <Link phone={phone} />
      </div>
      {sheet === 'keys' && (
        <>
          <output className="pressed">{pressed}</output>
          <Keys
            onPress={(key) => {
              setPressed((pressed + key).slice(-20));
              void phone.press(key);
            }}
          />
        </>
      )}
      <div className="controls">
        <button type="button" aria-pressed={view.muted} onClick={phone.mute}>
          {view.muted ? <MicOff aria-hidden /> : <Mic aria-hidden />}
          {text(view.muted ? 'call.unmute' : 'call.mute')}
        </button>
        <button type="button" aria-pressed={held} disabled={!may.hold} onClick={phone.hold}>
          {held ? <Play aria-hidden /> : <Pause aria-hidden />}
          {text(held ? 'call.resume' : 'call.hold')}
        </button>
        <button
          type="button"
          aria-pressed={sheet === 'keys'}
          disabled={!may.digits}
          onClick={() => setSheet(sheet === 'keys' ? null : 'keys')}
        >
          <Grid3x3 aria-hidden />
          {text('call.keypad')}
        </button>
        <button type="button" disabled={!may.transfer} onClick={() => setSheet('transfer')}>
          <PhoneForwarded aria-hidden />
          {text('call.transfer')}
        </button>
      </div>
      <button type="button" className="round stop" aria-label={text('call.end')} onClick={phone.end}>
        <PhoneOff aria-hidden size={28} />
      </button>
    </main>
  );
}

function State({ call }: { readonly call: CallView }) {
  if (call.state === 'held') return <>{text('call.held')}</>;
  if (call.answeredAt && call.state === 'in_progress') return <Clock since={call.answeredAt} />;
  return <>{text(call.state === 'connecting' ? 'call.connecting' : 'call.calling')}</>;
}

function Link({ phone }: { readonly phone: Phone }) {
  const active = phone.calls()?.active.get() ?? null;
  const [poor, setPoor] = useState(false);
  useEffect(() => {
    if (!active) return;
    const look = () => setPoor(active.link.get().state === 'poor');
    look();
    return active.link.subscribe(look);
  }, [active]);
  return poor ? <p className="poor">{text('call.poor')}</p> : null;
}

/** The key of a headset, where the browser passes it on: it hangs up, and mutes. */
function useHeadset(phone: Phone): void {
  useEffect(() => {
    const session = navigator.mediaSession as (MediaSession & { setMicrophoneActive?: unknown }) | undefined;
    if (!session) return;
    const set = (action: string, handler: (() => void) | null) => {
      try {
        session.setActionHandler(action as MediaSessionAction, handler);
      } catch {
        // This browser knows no such key.
      }
    };
    set('hangup', () => void phone.end());
    set('togglemicrophone', () => phone.mute());
    return () => {
      set('hangup', null);
      set('togglemicrophone', null);
    };
  }, [phone]);
}
