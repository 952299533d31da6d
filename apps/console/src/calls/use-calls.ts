import { catalogueLocale, createTranslator, type Translator } from '@alongside/design';
import { createSpeaker, type Speaker } from '@alongside/sdk/calls';
import { useMemo } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useLanguage } from '../i18n/use-language.ts';
import type { Console } from '../state/console.ts';
import { type CallDesk, createCallDesk } from './call-desk.ts';
import { en } from './texts/calls-en.ts';
import { CALL_TEXTS } from './texts/index.ts';

export type CallTranslator = Translator<typeof en>;

type PlainCallKey = Extract<keyof typeof en, `error.${string}`>;

const textsOf = (locale: string): CallTranslator =>
  createTranslator<typeof en>(CALL_TEXTS[catalogueLocale(locale)], locale);

/** The texts of calls in the language that was chosen. */
export function useCallTexts(): CallTranslator {
  const { t } = useLanguage();
  return useMemo(() => textsOf(t.locale), [t.locale]);
}

const PLACE = 'alongside.console.call';
const desks = new WeakMap<Console['state'], { readonly desk: CallDesk; readonly speaker: Speaker }>();

function deskOf(console: Console) {
  const known = desks.get(console.state);
  if (known) return known;
  const { client, go, notices, surroundings } = console;
  const busy = new Set<string>();
  const { tabStorage } = surroundings;
  const desk = createCallDesk({
    client,
    open: go.openChat,
    isSeen: () => document.visibilityState === 'visible',
    memory: {
      get: () => tabStorage.getItem(PLACE),
      set: (callId) => (callId === null ? tabStorage.removeItem(PLACE) : tabStorage.setItem(PLACE, callId)),
    },
    async run(name, command) {
      // A second press while the first is on its way asks for nothing new.
      if (busy.has(name)) return false;
      busy.add(name);
      try {
        await command();
        return true;
      } catch (error) {
        const { code } = asError(error);
        const key = `error.${code}`;
        const texts = textsOf(document.documentElement.lang);
        if (key in en) notices.show('danger', () => texts(key as PlainCallKey), { code });
        else notices.failure(error);
        return false;
      } finally {
        busy.delete(name);
      }
    },
  });
  const speaker = createSpeaker(desk.calls, (silenced) => desk.ui.update((now) => ({ ...now, silenced })));
  const made = { desk, speaker };
  desks.set(console.state, made);
  return made;
}

/** The calls of this page: one for as long as it lives. */
export function useCallDesk() {
  const console = useConsole();
  return deskOf(console);
}
