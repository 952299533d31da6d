import { useCallback } from 'react';
import { selectedConversation } from '../state/route.ts';
import { useConsole, useConsoleState } from './use-console.ts';
import { useThreePanes } from './use-media.ts';
import { useObservable } from './use-observable.ts';

/** Whether the customer's details are in sight. */
export function useDetailsShown(): boolean {
  const beside = useObservable(useConsole().settings).details;
  const open = useConsoleState(({ route }) => route.at === 'chat' || route.at === 'earlier');
  const instead = useConsoleState(({ route }) => route.at === 'chat' && route.details);
  return useThreePanes() ? beside && open : instead;
}

/** Shows or hides the customer: beside the chat where there is room, in its place where there is not. */
export function useDetailsToggle(): () => void {
  const { settings, go, state } = useConsole();
  const threePanes = useThreePanes();
  return useCallback(() => {
    if (threePanes) return settings.update((value) => ({ ...value, details: !value.details }));
    const { route } = state.get();
    if (route.at === 'chat' && route.details) return go.back();
    const id = selectedConversation(route);
    if (id) go.openDetails(id);
  }, [threePanes, settings, go, state]);
}
