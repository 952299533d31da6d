import type { Translator } from '@alongside/design';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import type { CallControl } from './call-control.ts';
import type { Ringing } from './ring.ts';
import { othersIn } from './stage.ts';
import type { en } from './texts/calls-en.ts';

export type CallContext = {
  readonly control: CallControl;
  readonly ringing: Ringing;
  readonly c: Translator<typeof en>;
};
export const CallsContext = createContext<CallContext | null>(null);

export function useCall(): CallContext {
  const call = useContext(CallsContext);
  if (!call) throw new Error('A call is drawn outside its context.');
  return call;
}

/** Who is on the other side, by the name to show. */
export function useOther(): string {
  const { alongside, config } = useWidget();
  const { control } = useCall();
  const { view } = useObservable(control.ui);
  const { agent } = useObservable(alongside.help);
  const name = view ? othersIn(view)[0]?.name : undefined;
  return name || agent?.name || config.name;
}

/** Seconds since a time, once a second; null: it has not come yet. */
export function useSeconds(since: string | null): number | null {
  const { now } = useWidget();
  const [, tick] = useState(0);
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [since]);
  return since === null ? null : Math.max(0, (now() - Date.parse(since)) / 1000);
}
