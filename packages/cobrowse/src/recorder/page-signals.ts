import { OWN_UI } from './policy.ts';

/**
 * What happens to the page as a whole.
 *
 * @param tell it was hidden, or looks otherwise than before
 * @param wake the customer looks at it, or the browser has brought it back from its memory; true: it had been asleep
 * @param leave it goes
 * @param covered a dialog of the page opened above us: it would hide the way out
 */
export function listenToPage(
  signal: AbortSignal,
  tell: (state?: 'hidden') => void,
  wake: (isRemembered: boolean) => boolean,
  leave: () => void,
  covered: () => void,
): void {
  const shown = () => {
    if (document.visibilityState === 'hidden') tell('hidden');
    else if (!wake(false)) tell();
  };
  document.addEventListener('visibilitychange', shown, { signal });
  addEventListener('focus', () => wake(false), { signal });
  addEventListener('pagehide', leave, { signal });
  addEventListener('pageshow', ({ persisted }) => persisted && wake(true), { signal });
  addEventListener('resize', () => tell(), { signal });
  const toggled = (event: Event) => {
    const isOurs = event.target instanceof Element && event.target.matches(OWN_UI);
    if ((event as ToggleEvent).newState === 'open' && !isOurs) covered();
  };
  addEventListener('toggle', toggled, { capture: true, signal });
}
