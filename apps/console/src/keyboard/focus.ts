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

/** A chat that was just accepted is drawn when the desk brings it: about a second of frames. */
const FRAMES = 60;
let asked = 0;

/** Sends the keyboard to a place, as soon as it has been drawn; the last one asked for wins. */
export function focusPlace(name: PlaceName): void {
  asked += 1;
  const mine = asked;
  const began = document.activeElement;
  const attempt = (left: number) => {
    requestAnimationFrame(() => {
      const moved = document.activeElement !== began && document.activeElement !== document.body;
      if (mine !== asked || moved) return;
      const element = target(name);
      if (element) element.focus();
      else if (left > 0) attempt(left - 1);
    });
  };
  attempt(FRAMES);
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
