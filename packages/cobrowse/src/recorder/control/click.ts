/** A click as a mouse makes it: pointer and mouse events, focus, then the click with its own effects. */
export function click(target: HTMLElement, fx: number, fy: number): void {
  const view = target.ownerDocument.defaultView ?? window;
  const box = target.getBoundingClientRect();
  const at = { clientX: box.left + box.width * fx, clientY: box.top + box.height * fy };
  const base = { bubbles: true, cancelable: true, composed: true, view, button: 0, detail: 1, ...at };
  const pointer = { ...base, pointerId: 1, pointerType: 'mouse', isPrimary: true };
  const { PointerEvent, MouseEvent } = view as Window & typeof globalThis;
  target.dispatchEvent(new PointerEvent('pointerover', pointer));
  target.dispatchEvent(new MouseEvent('mouseover', base));
  target.dispatchEvent(new PointerEvent('pointerdown', { ...pointer, buttons: 1 }));
  const goesOn = target.dispatchEvent(new MouseEvent('mousedown', { ...base, buttons: 1 }));
  if (goesOn) focusFrom(target);
  target.dispatchEvent(new PointerEvent('pointerup', pointer));
  target.dispatchEvent(new MouseEvent('mouseup', base));
  target.dispatchEvent(new MouseEvent('click', base));
}

const FOCUSABLE = 'input,textarea,select,button,a[href],summary,[tabindex],[contenteditable=""],[contenteditable=true]';

function focusFrom(target: HTMLElement): void {
  const field = target.closest<HTMLElement>(FOCUSABLE);
  if (field !== null) field.focus({ preventScroll: true });
  else (target.ownerDocument.activeElement as HTMLElement | null)?.blur?.();
}
