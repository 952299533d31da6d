import type { Console } from '../state/console.ts';
import type { CobrowseOpen } from '../state/model.ts';

const KEY = 'alongside.console.cobrowse';

/** Where the viewer's frame comes from; null: this server has no other origin for it. */
export const frameUrl = (): string | null =>
  document.querySelector<HTMLMetaElement>('meta[name="viewer-frame"]')?.content || null;

/** Shows a session beside the chats; one that was open before is left. It outlives a reload of this tab. */
export function openSession({ state, surroundings }: Console, cid: string, conversationId: string | null): void {
  const cobrowse: CobrowseOpen = { cid, conversationId, look: 'open' };
  state.update((value) => ({ ...value, cobrowse }));
  surroundings.tabStorage.setItem(KEY, JSON.stringify({ cid, conversationId }));
}

/** Takes the panel away. */
export function closeSession({ state, surroundings }: Console): void {
  surroundings.tabStorage.removeItem(KEY);
  state.update((value) => ({ ...value, cobrowse: null }));
}

/** It is over: a reload does not look for it, the panel stays until it is closed. */
export const forgetSession = ({ surroundings }: Console): void => surroundings.tabStorage.removeItem(KEY);

/** What this tab had open before it was loaded anew. */
export function restoreSession(console: Console): void {
  try {
    const held = JSON.parse(console.surroundings.tabStorage.getItem(KEY) ?? 'null') as Partial<CobrowseOpen> | null;
    if (held !== null && typeof held.cid === 'string') openSession(console, held.cid, held.conversationId ?? null);
  } catch {
    console.surroundings.tabStorage.removeItem(KEY);
  }
}

export function setLook({ state }: Console, look: CobrowseOpen['look']): void {
  state.update((value) => (value.cobrowse === null ? value : { ...value, cobrowse: { ...value.cobrowse, look } }));
}
