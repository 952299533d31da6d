import { createStore, type Store } from '../store.ts';
import type { CallUi } from './call-control.ts';

/** What sounds: made in the browser, so that nothing is downloaded or licensed. */
export type Bell = { ring(): void; silence(): void };

/** Whether it rings aloud. The choice is kept in this browser. */
export type Ringing = Store<{ readonly quiet: boolean }>;

export type RingPorts = {
  readonly ui: Store<CallUi>;
  readonly bell: Bell;
  /** null where the browser keeps nothing. */
  readonly memory: Pick<Storage, 'getItem' | 'setItem'> | null;
};

const EVERY_MS = 2_600;
const PLACE = 'alongside.ring';

/** Rings while somebody calls and nothing was answered yet. */
export function startRinging({ ui, bell, memory }: RingPorts): Ringing {
  const state = createStore({ quiet: memory?.getItem(PLACE) === 'quiet' });
  let timer: ReturnType<typeof setInterval> | null = null;
  const settle = () => {
    const { stage, asked } = ui.get();
    // Whoever pressed Answer is being asked for the microphone: that is no time for a bell.
    const wanted = stage === 'incoming' && asked === 'not_yet' && !state.get().quiet;
    if (wanted === (timer !== null)) return;
    if (timer !== null) {
      clearInterval(timer);
      timer = null;
      bell.silence();
      return;
    }
    timer = setInterval(bell.ring, EVERY_MS);
    bell.ring();
  };
  ui.subscribe(settle);
  state.subscribe(({ quiet }) => {
    memory?.setItem(PLACE, quiet ? 'quiet' : 'loud');
    settle();
  });
  settle();
  return state;
}

const NOTES = [
  { hertz: 523.25, at: 0, seconds: 0.35 },
  { hertz: 659.25, at: 0.2, seconds: 0.35 },
  { hertz: 783.99, at: 0.4, seconds: 0.7 },
] as const;
const LOUDNESS = 0.07;

/** Three soft notes. A page that was never pressed makes no sound: the browser decides. */
export function createBell(): Bell {
  let context: AudioContext | null = null;
  return {
    ring() {
      context ??= new AudioContext();
      if (context.state !== 'running') return void context.resume().catch(() => {});
      for (const { hertz, at, seconds } of NOTES) {
        const begin = context.currentTime + at;
        const note = new OscillatorNode(context, { frequency: hertz });
        const volume = new GainNode(context, { gain: 0 });
        volume.gain.setValueAtTime(0, begin);
        volume.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.03);
        volume.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
        note.connect(volume).connect(context.destination);
        note.start(begin);
        note.stop(begin + seconds);
      }
    },
    silence() {
      void context?.close().catch(() => {});
      context = null;
    },
  };
}
