import type { Observable } from '@alongside/sdk/agent';
import { createStore } from '../state/store.ts';

/** A soft tone of two notes, made in the browser: nothing to download, nothing to license. */
export interface Tone {
  /** The browser lets sound out only after a click or a key. */
  readonly unlocked: Observable<boolean>;
  readonly unlock: () => void;
  readonly play: () => void;
}

const NOTES = [
  { hertz: 587.33, at: 0, seconds: 0.28 },
  { hertz: 783.99, at: 0.16, seconds: 0.5 },
] as const;
const LOUDNESS = 0.09;

export function createTone(): Tone {
  const unlocked = createStore(false);
  let context: AudioContext | null = null;
  const open = () => {
    const opened = new AudioContext();
    opened.onstatechange = () => unlocked.set(opened.state === 'running');
    return opened;
  };
  return {
    unlocked,
    unlock() {
      context ??= open();
      if (context.state === 'suspended') void context.resume();
    },
    play() {
      if (context?.state !== 'running') return;
      for (const { hertz, at, seconds } of NOTES) {
        const begin = context.currentTime + at;
        const oscillator = new OscillatorNode(context, { type: 'sine', frequency: hertz });
        const gain = new GainNode(context, { gain: 0 });
        gain.gain.setValueAtTime(0, begin);
        gain.gain.linearRampToValueAtTime(LOUDNESS, begin + 0.02);
        gain.gain.exponentialRampToValueAtTime(0.0001, begin + seconds);
        oscillator.connect(gain).connect(context.destination);
        oscillator.start(begin);
        oscillator.stop(begin + seconds);
      }
    },
  };
}

/** The one voice of this page. */
export const tone = createTone();
