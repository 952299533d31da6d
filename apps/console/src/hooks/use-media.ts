import { useSyncExternalStore } from 'react';
import { useConsoleState } from './use-console.ts';
import { WIDE } from '../state/surroundings.ts';

/** Whether a media query holds now. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** List and chat side by side. */
export const useWide = () => useMedia(WIDE);
/** The customer's details beside both, unless their page takes the place. */
export const useThreePanes = () => {
  const page = useConsoleState(({ cobrowse }) => cobrowse?.look === 'open');
  return useMedia('(min-width: 68rem)') && !page;
};
