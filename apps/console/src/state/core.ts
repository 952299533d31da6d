import type { AgentClient, AlongsideError } from '@alongside/sdk/agent';
import { asError } from '../errors/as-error.ts';
import { errorKey } from '../errors/error-key.ts';
import type { PlainKey, Translate } from '../i18n/texts.ts';
import type { Drafts } from './drafts.ts';
import type { ConsoleState, Notice } from './model.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';
import type { Surroundings } from './surroundings.ts';
import type { UnsentMessages } from './unsent.ts';

/** What every part of the state works with. */
export interface Core {
  readonly client: AgentClient;
  readonly state: Store<ConsoleState>;
  readonly settings: Store<Settings>;
  readonly drafts: Drafts;
  readonly unsent: UnsentMessages;
  readonly surroundings: Surroundings;
  readonly notices: Notices;
  readonly speak: Speak;
  /** Runs a command once at a time under its name; its buttons wait meanwhile. Null when it is under way already. */
  run<T>(name: string, task: () => Promise<T>): Promise<T | null>;
}

export interface Notices {
  /** Shows a sentence; it goes by itself unless `lasts` is null. */
  show(tone: Notice['tone'], text: Translate, more?: Partial<Pick<Notice, 'code' | 'action' | 'lasts'>>): void;
  /** Shows what went wrong: the sentence that fits, and the code for the person who supports. */
  failure(error: unknown, text?: PlainKey): void;
  dismiss(id: number): void;
}

/** Says a sentence to those who listen to the page. */
export interface Speak {
  politely(text: Translate): void;
  urgently(text: Translate): void;
}

/** Long enough to read twice. */
const NOTICE_MS = 8_000;

export function createNotices(state: Store<ConsoleState>, surroundings: Surroundings): Notices {
  let last = 0;
  const dismiss = (id: number) =>
    state.update((value) => ({ ...value, notices: value.notices.filter((notice) => notice.id !== id) }));
  const show: Notices['show'] = (tone, text, { code = null, action = null, lasts = NOTICE_MS } = {}) => {
    last += 1;
    const id = last;
    // Four at most: who comes back after an hour shall not find a wall.
    state.update((value) => ({
      ...value,
      notices: [...value.notices.slice(-3), { id, tone, text, code, action, lasts }],
    }));
    if (lasts !== null) surroundings.after(lasts, () => dismiss(id));
  };
  return {
    show,
    dismiss,
    failure(given, text) {
      const error: AlongsideError = asError(given);
      const key = errorKey(error.code);
      show('danger', (t) => (text ? (key ? `${t(text)} ${t(key)}` : t(text)) : t(key ?? 'error.other')), {
        code: error.code,
      });
    },
  };
}

export function createSpeak(state: Store<ConsoleState>): Speak {
  let last = 0;
  const next = (text: Translate) => {
    last += 1;
    return { id: last, text };
  };
  return {
    politely: (text) => state.update((value) => ({ ...value, polite: next(text) })),
    urgently: (text) => state.update((value) => ({ ...value, urgent: next(text) })),
  };
}

export function createRun(state: Store<ConsoleState>): Core['run'] {
  return async (name, task) => {
    if (state.get().busy.has(name)) return null;
    state.update((value) => ({ ...value, busy: new Set([...value.busy, name]) }));
    try {
      return await task();
    } finally {
      state.update((value) => ({ ...value, busy: new Set([...value.busy].filter((other) => other !== name)) }));
    }
  };
}
