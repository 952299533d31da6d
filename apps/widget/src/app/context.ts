import type { Formats, Translator } from '@alongside/design';
import type { WidgetConfig } from '@alongside/protocol';
import type { Alongside, Observable } from '@alongside/sdk';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { en } from '../messages/en.ts';
import type { CallsUi } from './calls/calls-ui.tsx';
import type { Drafts } from './logic/draft.ts';
import type { Pictures } from './logic/pictures.ts';
import type { UiState } from './session/ui-state.ts';
import type { Store } from './store.ts';

/** Everything that the screens need; given once at the root. */
export type WidgetContext = {
  readonly alongside: Alongside;
  readonly config: WidgetConfig;
  readonly ui: Store<UiState>;
  readonly t: Translator<typeof en>;
  readonly formats: Formats;
  readonly pictures: Pictures;
  readonly drafts: Drafts;
  readonly now: () => number;
  /** Hides the panel. */
  readonly hide: () => void;
  /** Loads what draws calls, once; null where it cannot be had now. */
  readonly openCalls: () => Promise<CallsUi | null>;
  /** Asks the customer whether to show the page; what asks is loaded then. */
  readonly showPage: () => void;
  /** Makes a lost connection try at once. */
  readonly reconnectNow: () => void;
};

export const Context = createContext<WidgetContext | null>(null);

export function useWidget(): WidgetContext {
  const widget = useContext(Context);
  if (!widget) throw new Error('The widget is drawn outside its context.');
  return widget;
}

/** Draws again on every change. */
export function useObservable<T>(observable: Pick<Observable<T>, 'get' | 'subscribe'>): T {
  const [value, setValue] = useState<T>(() => observable.get());
  useEffect(() => {
    setValue(() => observable.get());
    return observable.subscribe((next) => setValue(() => next));
  }, [observable]);
  return value;
}
