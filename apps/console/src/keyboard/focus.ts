/** Where the keyboard can be sent; the elements carry these ids. */
export const PLACES = {
  list: 'place-list',
  log: 'place-log',
  composer: 'place-composer',
  details: 'place-details',
} as const;

export type PlaceName = keyof typeof PLACES;

const ORDER: readonly PlaceName[] = ['list', 'log', 'composer', 'details'];

const isShown = (element: HTMLElement) => element.getClientRects().length > 0;

function target(name: PlaceName): HTMLElement | null {
  const element = document.getElementById(PLACES[name]);
  if (!element || !isShown(element)) return null;
  if (name !== 'list') return element;
  return element.querySelector<HTMLElement>('[role="option"][tabindex="0"], [role="listbox"]') ?? element;
}

/** Sends the keyboard to a place, after what was just asked for has been drawn. */
export function focusPlace(name: PlaceName): void {
  requestAnimationFrame(() => target(name)?.focus());
}

/** From pane to pane, round and round, past those that are not shown. */
export function focusNextPlace(by: 1 | -1): void {
  const now = ORDER.findIndex((name) => document.getElementById(PLACES[name])?.contains(document.activeElement));
  for (let step = 1; step <= ORDER.length; step += 1) {
    const start = now === -1 && by === -1 ? 0 : now;
    const name = ORDER[(start + by * step + ORDER.length * 2) % ORDER.length] as PlaceName;
    const element = target(name);
    if (!element) continue;
    element.focus();
    return;
  }
}
