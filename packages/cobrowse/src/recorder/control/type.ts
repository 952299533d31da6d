type Field = HTMLInputElement | HTMLTextAreaElement;

/** Whether text can be put into it. */
export function takesText(element: Element): element is HTMLElement {
  if ((element as HTMLElement).isContentEditable) return true;
  if (element.localName === 'textarea') return !(element as Field).readOnly && !(element as Field).disabled;
  if (element.localName !== 'input') return false;
  const { type, readOnly, disabled } = element as HTMLInputElement;
  return !readOnly && !disabled && !/^(?:checkbox|radio|button|submit|reset|image|file|range|color|hidden)$/.test(type);
}

/**
 * Types as a keyboard does: the browser's own editing command first, because it keeps undo and fires what frameworks
 * listen to; where it refuses (a page without focus, a date field), the value goes in by the class's own setter, past
 * any setter that a framework put over it.
 */
export function type(target: HTMLElement, text: string, replace: boolean): void {
  target.focus({ preventScroll: true });
  const page = target.ownerDocument;
  if (target.isContentEditable) {
    placeCaret(target, replace);
    if (!page.execCommand('insertText', false, text)) target.append(text);
    return;
  }
  const field = target as Field;
  const before = field.value;
  if (replace) field.select();
  if (hasFocus(field) && page.execCommand('insertText', false, text) && field.value !== before) return;
  if (field.value !== before) return;
  const [start, end] = selectionOf(field);
  setValue(field, replace ? text : before.slice(0, start) + text + before.slice(end));
  announce(field, 'insertText', text);
}

/** Deletes as Backspace or Delete does. */
export function erase(target: HTMLElement, forward: boolean): void {
  target.focus({ preventScroll: true });
  const page = target.ownerDocument;
  const command = forward ? 'forwardDelete' : 'delete';
  if (target.isContentEditable) {
    placeCaret(target, false);
    page.execCommand(command);
    return;
  }
  const field = target as Field;
  const before = field.value;
  if (hasFocus(field) && page.execCommand(command) && field.value !== before) return;
  const [from, to] = selectionOf(field);
  const start = from === to && !forward ? Math.max(0, from - 1) : from;
  const end = from === to && forward ? to + 1 : to;
  setValue(field, before.slice(0, start) + before.slice(end));
  announce(field, forward ? 'deleteContentForward' : 'deleteContentBackward', null);
}

/** Puts a value into any field or list, so that React, Vue and their like hear of it. */
export function choose(target: HTMLElement, value: string): void {
  target.focus({ preventScroll: true });
  setValue(target as Field, value);
  announce(target, 'insertReplacementText', null);
  target.dispatchEvent(new Event('change', { bubbles: true }));
}

function setValue(field: HTMLElement, value: string): void {
  const view = field.ownerDocument.defaultView as (Window & typeof globalThis) | null;
  const owner = {
    input: view?.HTMLInputElement,
    textarea: view?.HTMLTextAreaElement,
    select: view?.HTMLSelectElement,
  }[field.localName];
  const setter = owner === undefined ? undefined : Object.getOwnPropertyDescriptor(owner.prototype, 'value')?.set;
  setter?.call(field, value);
}

function announce(field: HTMLElement, inputType: string, data: string | null): void {
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true, inputType, data }));
}

function selectionOf(field: Field): [number, number] {
  // Fields for e-mail and numbers have no selection to be read: their end it is.
  const end = field.value.length;
  return [field.selectionStart ?? end, field.selectionEnd ?? end];
}

const hasFocus = (field: HTMLElement): boolean =>
  (field.getRootNode() as Document | ShadowRoot).activeElement === field;

function placeCaret(target: HTMLElement, all: boolean): void {
  const selection = target.ownerDocument.getSelection();
  if (selection === null) return;
  if (!all && selection.anchorNode !== null && target.contains(selection.anchorNode)) return;
  selection.selectAllChildren(target);
  if (!all) selection.collapseToEnd();
}
