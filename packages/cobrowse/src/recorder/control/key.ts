import type { CobrowseAction } from '@alongside/protocol';
import { choose, erase, takesText, type } from './type.ts';

type Key = Extract<CobrowseAction, { do: 'key' }>;

/** A key that is no text. The page hears it first and may prevent the rest, as with a keyboard. */
export function press(
  target: HTMLElement,
  { key, shift = false }: Pick<Key, 'key' | 'shift'>,
  mayFocus: (element: Element) => boolean,
): void {
  const init = { key, code: key, shiftKey: shift, bubbles: true, cancelable: true, composed: true };
  const goesOn = target.dispatchEvent(new KeyboardEvent('keydown', init));
  if (goesOn) effect(target, key, shift, mayFocus);
  target.dispatchEvent(new KeyboardEvent('keyup', init));
}

function effect(target: HTMLElement, key: Key['key'], shift: boolean, mayFocus: (element: Element) => boolean): void {
  switch (key) {
    case 'Enter':
      enter(target);
      return;
    case 'Backspace':
    case 'Delete':
      if (takesText(target)) erase(target, key === 'Delete');
      return;
    case 'Tab':
      tab(target, shift ? -1 : 1, mayFocus);
      return;
    case 'Escape':
      leave(target);
      return;
    default:
      move(target, key);
      return;
  }
}

function enter(target: HTMLElement): void {
  if (target.localName === 'textarea') {
    type(target, '\n', false);
    return;
  }
  if (target.isContentEditable) return void target.ownerDocument.execCommand('insertParagraph');
  if (target.localName !== 'input') {
    target.click();
    return;
  }
  const { form } = target as HTMLInputElement;
  const button = form?.querySelector<HTMLElement>('button:not([type]),[type=submit]');
  if (button) button.click();
  else form?.requestSubmit();
}

function leave(target: HTMLElement): void {
  const page = target.ownerDocument;
  const popover = [...page.querySelectorAll<HTMLElement>(':popover-open:not([data-alongside-ui])')].at(-1);
  if (popover !== undefined) {
    popover.hidePopover();
    return;
  }
  const dialog = [...page.querySelectorAll<HTMLDialogElement>('dialog:modal')].at(-1);
  if (dialog?.dispatchEvent(new Event('cancel', { cancelable: true }))) dialog.close();
}

const STOPS =
  'input:not([type=hidden]):not(:disabled),textarea:not(:disabled),select:not(:disabled),button:not(:disabled),a[href],summary,[contenteditable=""],[contenteditable=true],[tabindex]:not([tabindex="-1"])';

function tab(target: HTMLElement, by: 1 | -1, mayFocus: (element: Element) => boolean): void {
  const root = target.getRootNode() as Document | ShadowRoot;
  const stops = [...root.querySelectorAll<HTMLElement>(STOPS)].filter(
    (stop) => stop.getClientRects().length > 0 && mayFocus(stop),
  );
  const at = stops.indexOf(target);
  stops[(at + by + stops.length) % stops.length]?.focus();
}

function move(target: HTMLElement, key: Key['key']): void {
  if (target.localName === 'select') {
    const list = target as HTMLSelectElement;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    const next = list.options[list.selectedIndex + step];
    if (step !== 0 && next !== undefined) choose(list, next.value);
    return;
  }
  const field = target as HTMLInputElement;
  if (!takesText(field) || field.selectionStart === undefined || field.selectionStart === null) return;
  const end = field.value.length;
  const at = { ArrowLeft: field.selectionStart - 1, ArrowRight: field.selectionStart + 1, Home: 0, End: end }[
    key as string
  ];
  if (at === undefined) return;
  const place = Math.min(Math.max(at, 0), end);
  field.setSelectionRange(place, place);
}
