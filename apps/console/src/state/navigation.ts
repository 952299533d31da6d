import type { Core } from './core.ts';
import type { Dialog } from './model.ts';
import { formatRoute, type PageName, parseRoute, type Route, selectedConversation } from './route.ts';
import { mostUrgent, type Row } from './rows.ts';

/** Where the person goes within the page. */
export interface Navigation {
  openChat(conversationId: string): void;
  openDetails(conversationId: string): void;
  openEarlier(contact: { id: string; conversationId: string }): void;
  /** Somebody else's chat. */
  openWatched(contact: { contactId: string; conversationId: string }): void;
  /** A page beside the chats; a part of the same page replaces the part before only with `replace`. */
  openPage(page: PageName, part?: string | null, replace?: boolean): void;
  /** One step towards the list: details to chat, an earlier conversation to the chat it was opened from, a chat to the list. */
  back(): void;
  toDesk(): void;
  toSignIn(): void;
  step(by: 1 | -1): void;
  openNumber(number: number): void;
  openMostUrgent(): void;
  /** After a chat has left: the one that waits longest, where it can be shown beside the list. */
  moveOn(from: string): void;
  showDialog(dialog: Dialog): void;
  closeDialog(): void;
}

export function createNavigation({ state, surroundings }: Core, rows: () => readonly Row[]): Navigation {
  const { fragment } = surroundings;
  const take = (route: Route) => state.update((value) => ({ ...value, route }));
  const go = (route: Route, replace: boolean) => {
    const wanted = formatRoute(route);
    if (wanted !== fragment.get()) fragment.set(wanted, replace);
    take(route);
  };
  take(parseRoute(fragment.get()));
  fragment.subscribe(() => take(parseRoute(fragment.get())));

  const route = () => state.get().route;
  const openChat = (conversationId: string) =>
    // From one chat to the next is no step back: the browser's own "back" leads to the list.
    go({ at: 'chat', conversationId, details: false }, route().at !== 'desk' || surroundings.isWide());

  return {
    openChat,
    openDetails: (conversationId) => go({ at: 'chat', conversationId, details: true }, false),
    openEarlier(contact) {
      const from = selectedConversation(route());
      go({ at: 'earlier', contactId: contact.id, conversationId: contact.conversationId, from }, false);
    },
    openWatched: ({ contactId, conversationId }) => go({ at: 'watch', contactId, conversationId }, false),
    openPage: (page, part = null, replace = false) => go({ at: 'page', page, part }, replace),
    back() {
      const now = route();
      if (now.at === 'chat' && now.details) go({ ...now, details: false }, true);
      else if (now.at === 'earlier' && now.from) go({ at: 'chat', conversationId: now.from, details: false }, true);
      else if (now.at === 'watch') go({ at: 'page', page: 'board', part: null }, true);
      else if (now.at === 'page' && now.part) {
        const [section = null, thing] = now.part.split('/');
        go({ ...now, part: thing === undefined ? null : section }, true);
      } else go({ at: 'desk' }, true);
    },
    toDesk: () => go({ at: 'desk' }, true),
    toSignIn: () => go({ at: 'desk' }, true),
    step(by) {
      const all = rows();
      const index = all.findIndex((row) => row.conversationId === selectedConversation(route()));
      const next = index === -1 ? all.at(by === 1 ? 0 : -1) : all[(index + by + all.length) % all.length];
      if (next) openChat(next.conversationId);
    },
    openNumber(number) {
      const row = rows()[number - 1];
      if (row) openChat(row.conversationId);
    },
    openMostUrgent() {
      const row = mostUrgent(rows(), null);
      if (row) openChat(row.conversationId);
    },
    moveOn(from) {
      if (selectedConversation(route()) !== from) return;
      const next = surroundings.isWide() ? mostUrgent(rows(), from) : null;
      if (next) openChat(next.conversationId);
      else go({ at: 'desk' }, true);
    },
    showDialog: (dialog) => state.update((value) => ({ ...value, dialog })),
    closeDialog: () => state.update((value) => ({ ...value, dialog: null })),
  };
}
