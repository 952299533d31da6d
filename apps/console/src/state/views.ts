import type { AgentClient, AgentConversation } from '@alongside/sdk/agent';
import type { ConsoleState } from './model.ts';
import { shownConversation } from './route.ts';
import type { Live } from './rows.ts';
import { createStore, type Store } from './store.ts';

/** The open views of conversations: those of the desk, those that have just left it, and the one that is read. */
export interface Views {
  /** The view of a conversation; opens it if need be. */
  of(conversationId: string): AgentConversation;
  /** What is known of each, replaced on every change. */
  readonly live: Store<ReadonlyMap<string, Live>>;
}

interface Open {
  readonly view: AgentConversation;
  readonly stop: () => void;
}

export function createViews(client: AgentClient, state: Store<ConsoleState>): Views {
  const open = new Map<string, Open>();
  const live = createStore<ReadonlyMap<string, Live>>(new Map());
  let stale = false;

  // Entries, marks and typing come in bursts: one new list for all of a burst.
  const refresh = () => {
    if (stale) return;
    stale = true;
    queueMicrotask(() => {
      stale = false;
      const before = live.get();
      const next = new Map<string, Live>();
      for (const [id, { view }] of open) {
        const timeline = view.timeline.get();
        const status = view.status.get();
        const old = before.get(id);
        next.set(id, old?.timeline === timeline && old.status === status ? old : { timeline, status });
      }
      live.set(next);
    });
  };

  const add = (id: string): AgentConversation => {
    const view = client.conversation(id);
    const stops = [view.timeline.subscribe(refresh), view.status.subscribe(refresh)];
    open.set(id, { view, stop: () => stops.forEach((stop) => void stop()) });
    refresh();
    return view;
  };

  const wantedNow = () => {
    const { session, departed, route } = state.get();
    const wanted = new Set<string>();
    if (session.phase === 'signed-in') {
      for (const { id } of client.desk.get()?.conversations ?? []) wanted.add(id);
      for (const { conversationId } of departed) wanted.add(conversationId);
      const shown = shownConversation(route);
      if (shown) wanted.add(shown);
    }
    return wanted;
  };

  let settling = false;
  const settle = () => {
    for (const id of wantedNow()) if (!open.has(id)) add(id);
    if (settling) return;
    settling = true;
    // A chat that leaves the desk may be kept as one that was lost: those who decide hear of it in this same moment.
    queueMicrotask(() => {
      settling = false;
      const wanted = wantedNow();
      for (const [id, { view, stop }] of open) {
        if (wanted.has(id)) continue;
        stop();
        open.delete(id);
        view.leave();
        refresh();
      }
    });
  };

  client.desk.subscribe(settle);
  state.subscribe(settle);
  return { of: (id) => open.get(id)?.view ?? add(id), live };
}
