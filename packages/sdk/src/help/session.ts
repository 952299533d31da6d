import type { Started, StartOnlineHelp } from '@alongside/protocol';
import type { StoragePort } from '../ports/ports.ts';
import type { HelpState } from './help-state.ts';

/** What of the state outlives a reload. */
export type KeptState = Pick<
  HelpState,
  'phase' | 'agent' | 'everStarted' | 'isBackground' | 'waitDisplayText' | 'surveyAnswered'
>;
export const keptOf = ({
  phase,
  agent,
  everStarted,
  isBackground,
  waitDisplayText,
  surveyAnswered,
}: KeptState): KeptState => ({ phase, agent, everStarted, isBackground, waitDisplayText, surveyAnswered });
export interface Session extends Started, KeptState {}

/** A start whose answer is not here yet: after a reload it may be asked for again under its id [HASH4]. */
export interface OpenStart extends Pick<HelpState, 'isBackground' | 'waitDisplayText'> {
  readonly body: StartOnlineHelp;
  readonly askedAt: number;
}

/** The customer's session on this device, under two keys. Unreadable is the same as absent. */
export function createSessionStore(storage: StoragePort, prefix: string) {
  const slot = <T>(name: string) => ({
    load: async (): Promise<T | null> => {
      try {
        return JSON.parse((await storage.getItem(prefix + name)) ?? 'null') as T | null;
      } catch {
        return null;
      }
    },
    save: (value: T) => storage.setItem(prefix + name, JSON.stringify(value)),
    drop: () => storage.removeItem(prefix + name),
  });
  return { session: slot<Session>('session'), start: slot<OpenStart>('start') };
}
