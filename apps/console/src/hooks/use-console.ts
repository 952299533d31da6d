import { createContext, useContext } from 'react';
import type { Console } from '../state/console.ts';
import type { ConsoleState } from '../state/model.ts';
import type { Row } from '../state/rows.ts';
import { usePart } from './use-observable.ts';

export const ConsoleContext = createContext<Console | null>(null);

/** Everything behind the page. */
export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error('Drawn outside of ConsoleContext.');
  return console;
}

/** A part of what the page knows; same rule as usePart. */
export const useConsoleState = <P>(part: (state: ConsoleState) => P): P => usePart(useConsole().state, part);

/** A command of this name is under way. */
export const useBusy = (name: string): boolean => useConsoleState((state) => state.busy.has(name));

/** The row of a conversation of mine; undefined for any other. */
export const useRow = (conversationId: string | null): Row | undefined =>
  usePart(useConsole().rows, (rows) => rows.find((row) => row.conversationId === conversationId));
