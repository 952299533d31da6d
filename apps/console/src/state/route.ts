/** What the address says is open. Ids only: nothing secret but the set-up token, which stands in the fragment and is never sent. */
export type Route =
  | { readonly at: 'desk' }
  | { readonly at: 'chat'; readonly conversationId: string; readonly details: boolean }
  | {
      readonly at: 'earlier';
      readonly contactId: string;
      readonly conversationId: string;
      readonly from: string | null;
    }
  /** Somebody else's chat, seen by a supervisor. */
  | { readonly at: 'watch'; readonly contactId: string; readonly conversationId: string }
  /** A page beside the chats; `part` is a part of it: a section, or one thing of a section as `queues/<id>`. */
  | { readonly at: 'page'; readonly page: PageName; readonly part: string | null }
  | { readonly at: 'setup'; readonly token: string };

/** Pages beside the chats. Who may see which is in pages/pages.ts. */
export const PAGE_NAMES = ['board', 'visitors', 'calls', 'call-backs', 'reports', 'surveys', 'admin'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

const ID = /^[0-9a-f-]{36}$/;

/** Reads a fragment such as `#/chat/<id>`; anything unknown is the desk. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const parameters = new URLSearchParams(query);
  const [place, id = '', more] = path.split('/').filter(Boolean);
  if (place === 'setup') return { at: 'setup', token: parameters.get('token') ?? '' };
  if (place === 'chat' && ID.test(id)) return { at: 'chat', conversationId: id, details: more === 'details' };
  const conversationId = parameters.get('conversation') ?? '';
  if (place === 'watch' && ID.test(id) && ID.test(conversationId))
    return { at: 'watch', contactId: id, conversationId };
  if (place === 'earlier' && ID.test(id) && ID.test(conversationId)) {
    const from = parameters.get('from') ?? '';
    return { at: 'earlier', contactId: id, conversationId, from: ID.test(from) ? from : null };
  }
  const page = PAGE_NAMES.find((name) => name === place);
  if (page) {
    const part = more === undefined ? id : `${id}/${more}`;
    return { at: 'page', page, part: /^[\w-]{1,64}(\/[\w.+-]{1,80})?$/.test(part) ? part : null };
  }
  return { at: 'desk' };
}

/** The fragment of a route. */
export function formatRoute(route: Route): string {
  switch (route.at) {
    case 'desk':
      return '#/';
    case 'chat':
      return `#/chat/${route.conversationId}${route.details ? '/details' : ''}`;
    case 'earlier':
      return `#/earlier/${route.contactId}?conversation=${route.conversationId}${route.from ? `&from=${route.from}` : ''}`;
    case 'watch':
      return `#/watch/${route.contactId}?conversation=${route.conversationId}`;
    case 'page':
      return `#/${route.page}${route.part ? `/${route.part}` : ''}`;
    case 'setup':
      return `#/setup?token=${encodeURIComponent(route.token)}`;
  }
}

/** The conversation that the main pane shows, and the one of mine that is selected behind it. */
export function shownConversation(route: Route): string | null {
  return route.at === 'chat' || route.at === 'earlier' || route.at === 'watch' ? route.conversationId : null;
}

export function selectedConversation(route: Route): string | null {
  if (route.at === 'chat') return route.conversationId;
  return route.at === 'earlier' ? route.from : null;
}
