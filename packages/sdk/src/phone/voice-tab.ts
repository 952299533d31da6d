import type { Clock } from '../ports/ports.ts';

/** The part of BroadcastChannel that tabs speak over. */
export interface TabChannel {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  close(): void;
}

/** How long other tabs may take to say that they hold voice. */
const PATIENCE_MS = 150;

type Said = { readonly kind: 'who' | 'held' | 'taken'; readonly tab: string };

export interface VoiceTab {
  /** Takes voice if no other tab holds it. Resolves with whether it is here. */
  ask(): Promise<boolean>;
  /** Takes it wherever it is: the tab that had it lets go. */
  take(): void;
  release(): void;
  isHere(): boolean;
  close(): void;
}

/** Voice is in one tab of a browser at a time: the first one has it until another takes it. `lost` is told when that happens. */
export function createVoiceTab(options: {
  readonly channel: TabChannel | null;
  readonly id: string;
  readonly clock: Clock;
  readonly lost: () => void;
}): VoiceTab {
  const { channel, id, clock, lost } = options;
  let here = false;
  let asking: ((answer: boolean) => void) | null = null;
  const say = (kind: Said['kind']) => channel?.postMessage({ kind, tab: id } satisfies Said);
  if (channel)
    channel.onmessage = ({ data }) => {
      const { kind, tab } = data as Said;
      if (tab === id) return;
      if (kind === 'who' && here) say('held');
      if (kind === 'held') asking?.(false);
      if (kind === 'taken') {
        asking?.(false);
        if (!here) return;
        here = false;
        lost();
      }
    };
  return {
    async ask() {
      if (here) return true;
      const free =
        channel === null ||
        (await new Promise<boolean>((answer) => {
          const timer = clock.setTimeout(() => answer(true), PATIENCE_MS);
          asking = (word) => {
            clock.clearTimeout(timer);
            answer(word);
          };
          say('who');
        }));
      asking = null;
      if (!free) return false;
      here = true;
      say('taken');
      return true;
    },
    take() {
      here = true;
      say('taken');
    },
    release() {
      here = false;
    },
    isHere: () => here,
    close() {
      here = false;
      channel?.close();
    },
  };
}
