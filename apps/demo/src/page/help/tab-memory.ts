import { EMPTY_FLOW, type Flow } from './flow.ts';

/*
 * What the app remembers of a help over a reload of this tab. The state NO_CHAT does not tell a customer who waits behind the app's own screen from
 * one who does not, so the app has to.
 */
const WAITING = 'meridian.waiting';
const FLOW = 'meridian.flow';

export const rememberWaiting = (on: boolean): void => keep(WAITING, on ? 'yes' : null);
export const wasWaiting = (): boolean => kept(WAITING) === 'yes';

export const rememberFlow = (flow: Flow): void => keep(FLOW, JSON.stringify(flow));
export function lastFlow(): Flow {
  const text = kept(FLOW);
  return text === null ? EMPTY_FLOW : { ...EMPTY_FLOW, ...(JSON.parse(text) as Flow) };
}

// Storage may be forbidden; then a reload shows no wait screen, and the chat still opens.
function keep(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, value);
  } catch {}
}

function kept(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
