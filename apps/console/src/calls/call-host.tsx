import { useEffect } from 'react';
import { tone } from '../alerts/tone.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useObservable } from '../hooks/use-observable.ts';
import { CallBand } from './call-band.tsx';
import { CallRinging } from './call-ringing.tsx';
import { useCallDesk } from './use-calls.ts';
import './calls.css';

const RING_MS = 2_600;

/** Calls above the panes: what rings at me, and the one in hand. */
export function CallHost() {
  const { client, settings } = useConsole();
  const { desk, speaker } = useCallDesk();
  const { ringing, view } = useObservable(desk.ui);
  const { sound } = useObservable(settings);

  const rings = ringing !== null && sound;
  useEffect(() => {
    if (!rings) return;
    tone.play();
    const timer = setInterval(tone.play, RING_MS);
    return () => clearInterval(timer);
  }, [rings]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.getModifierState('AltGraph'))
        return;
      const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
      const run = letter && commandOf(letter);
      if (!run) return;
      event.preventDefault();
      event.stopPropagation();
      run();
    };
    const commandOf = (letter: string): (() => void) | null => {
      const now = desk.ui.get();
      const offers = (client.desk.get()?.offers.length ?? 0) > 0;
      if (now.ringing && !offers && letter === 'A') return () => void desk.accept(now.ringing!);
      if (now.ringing && !offers && letter === 'D') return () => void desk.decline(now.ringing!);
      const call = now.view;
      if (!call || call.state === 'ended') return null;
      const { permissions } = call.me;
      switch (letter) {
        case 'S':
          return () => void desk.toggle('microphone');
        case 'V':
          return permissions.camera || (call.kind === 'voice' && permissions.hold)
            ? () => void desk.toggle('camera')
            : null;
        case 'H':
          return permissions.hold
            ? () => void desk.run('call:hold', () => desk.calls.hold(call.id, call.state !== 'held'))
            : null;
        case 'X':
          return permissions.end ? () => void desk.run('call:end', () => desk.calls.end(call.id)) : null;
        default:
          return null;
      }
    };
    // Before the desk's own keys: while it rings here, A answers the call.
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [desk, client]);

  return (
    <>
      {ringing && <CallRinging view={ringing} />}
      {view && <CallBand key={view.id} view={view} speaker={speaker} />}
    </>
  );
}
