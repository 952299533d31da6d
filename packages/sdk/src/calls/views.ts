import type { CallView } from '@alongside/protocol';
import { createValue, type Observable } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';

/** The pictures of my calls: the newest of each, the youngest call first. One that has ended stays until it is dismissed. */
export interface CallViews {
  readonly all: Observable<readonly CallView[]>;
  get(callId: string): CallView | null;
  /** Answers the picture that counts: an older one than is known changes nothing. */
  take(view: CallView): CallView;
  /** All that are open, as the server lists them; one that is missing, and was known `before` the question as it is now, has ended. */
  settle(open: readonly CallView[], before: readonly CallView[]): void;
  dismiss(callId: string): void;
}

export function createViews(logger: Logger, now: () => number): CallViews {
  const all = createValue<readonly CallView[]>([], logger);
  const get = (callId: string) => all.get().find(({ id }) => id === callId) ?? null;

  const take = (view: CallView) => {
    const known = get(view.id);
    if (known && known.version >= view.version) return known;
    const others = all.get().filter(({ id }) => id !== view.id);
    // A call that comes after another in the same conversation takes its place.
    const kept = others.filter(
      (other) =>
        other.state !== 'ended' || view.conversationId === null || other.conversationId !== view.conversationId,
    );
    all.set([...kept, view].sort((one, other) => other.requestedAt.localeCompare(one.requestedAt)));
    return view;
  };

  return {
    all,
    get,
    take,
    settle(open, before) {
      const listed = new Set(open.map(({ id }) => id));
      for (const view of before) {
        if (view.state === 'ended' || listed.has(view.id) || get(view.id) !== view) continue;
        const { permissions } = view.me;
        const none = Object.fromEntries(Object.keys(permissions).map((name) => [name, false])) as typeof permissions;
        take({
          ...view,
          state: 'ended',
          endedAt: new Date(now()).toISOString(),
          me: { ...view.me, permissions: none },
          version: view.version + 1,
        });
      }
      for (const view of open) take(view);
    },
    dismiss(callId) {
      all.set(all.get().filter(({ id, state }) => id !== callId || state !== 'ended'));
    },
  };
}
