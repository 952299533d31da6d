import type { CallView } from '@alongside/protocol';
import type { Observable } from '@alongside/sdk/agent';
import { type Calls, createCalls, type MediaProblem, type MediaSource } from '@alongside/sdk/calls';
import type { Console } from '../state/console.ts';
import { createStore, type Store } from '../state/store.ts';

/** What the call's panel knows beside the SDK's own state. */
export interface CallUi {
  /** The call in hand: carried here, or to be taken up again. */
  readonly view: CallView | null;
  /** Rings at me, from a customer in a chat or a colleague. */
  readonly ringing: CallView | null;
  readonly problem: MediaProblem | null;
  readonly sheet: 'none' | 'devices' | 'keypad' | 'transfer' | 'add';
  /** The browser plays no sound before a press. */
  readonly silenced: boolean;
}

/** Calls at an agent's desk: which one is in hand, when it is joined, and what the buttons do. */
export interface CallDesk {
  readonly calls: Calls;
  readonly ui: Store<CallUi>;
  accept(view: CallView): Promise<void>;
  decline(view: CallView): Promise<void>;
  /** This window carries it from now on. */
  carry(view: CallView): Promise<void>;
  toggle(source: MediaSource): Promise<void>;
  choose(source: MediaSource, deviceId: string): Promise<void>;
  /** Runs a command; what goes wrong is said in a notice. */
  run(name: string, command: () => Promise<unknown>): Promise<boolean>;
  show(sheet: CallUi['sheet']): void;
}

/** What it needs of the page. */
export interface CallDeskPorts {
  readonly client: Console['client'];
  readonly run: (name: string, command: () => Promise<unknown>) => Promise<boolean>;
  /** Shows the conversation that a call belongs to. */
  readonly open: (conversationId: string) => void;
  /** This tab's own memory: which call it carried before a reload. */
  readonly memory: { get(): string | null; set(callId: string | null): void };
  /** Somebody may be looking at this window. */
  readonly isSeen: () => boolean;
  readonly makeCalls?: (client: Console['client']) => Calls;
}

const isOpen = ({ state }: CallView) => state !== 'ended';
const partOf = ({ me, parties }: CallView) => parties.find(({ id }) => id === me.partyId);
/** My own party, and it has not left. */
const takesPart = (view: CallView) => view.me.partyId !== null && partOf(view)?.state !== 'left';

export function createCallDesk(ports: CallDeskPorts): CallDesk {
  const { client, memory } = ports;
  const calls = ports.makeCalls?.(client) ?? createCalls({ client });
  const ui = createStore<CallUi>({ view: null, ringing: null, problem: null, sheet: 'none', silenced: false });

  let shown: string | null = null;
  /** The chat of a call opens once it is mine: accepted, or handed over to me in the midst of it. */
  const show = (view: CallView) => {
    if (!view.conversationId || shown === view.id || partOf(view)?.role !== 'agent') return;
    shown = view.id;
    ports.open(view.conversationId);
  };

  const judge = () => {
    const all = calls.all.get();
    const carried = calls.active.get()?.callId;
    const ringing = all.find((view) => isOpen(view) && view.me.permissions.answer) ?? null;
    const mine = all.filter((view) => isOpen(view) && !view.me.permissions.answer && takesPart(view));
    const view = mine.find(({ id }) => id === carried) ?? mine[0] ?? all.find(({ me }) => me.permissions.retry) ?? null;
    const before = ui.get();
    if (before.view !== view || before.ringing !== ringing)
      ui.update((now) => ({
        ...now,
        view,
        ringing,
        ...(view?.id !== now.view?.id && { sheet: 'none' as const, problem: null }),
      }));
    for (const over of all) if (!isOpen(over) && !over.me.permissions.retry) calls.dismiss(over.id);
    if (view === null && memory.get() !== null && all.length > 0) memory.set(null);
    if (view && carried === view.id) show(view);
    if (!view || !isOpen(view) || carried === view.id || calls.movedAway.get() === view.id) return;
    const own = partOf(view);
    // Accepted just now, in the window that is looked at; or the same window after a reload.
    // At the agent's own telephone it is carried there.
    if (own?.device === 'device') return;
    const isFresh = (own === undefined || own.state === 'joining') && ports.isSeen();
    if (isFresh || memory.get() === view.id) void carry(view);
  };

  /** While a call rings here its connections are made. */
  let ahead: { readonly callId: string; readonly stop: () => void } | null = null;
  const standBy = () => {
    const offer = client.desk.get()?.offers.find(({ callId }) => callId !== undefined);
    const { ringing } = ui.get();
    const callId = offer?.callId ?? ringing?.id ?? null;
    if (ahead?.callId === callId) return;
    ahead?.stop();
    ahead = null;
    if (callId === null || calls.active.get() !== null || !ports.isSeen()) return;
    const kind = offer ? (offer.helpType === 'VIDEO_CALL' ? 'video' : 'voice') : (ringing?.kind ?? 'voice');
    ahead = { callId, stop: calls.standBy(callId, kind) };
  };

  let carrying: string | null = null;
  async function carry(view: CallView) {
    if (carrying === view.id) return;
    carrying = view.id;
    memory.set(view.id);
    // The microphone may take its time; the connections need not wait for it.
    const listensOnly = partOf(view)?.role === 'monitor';
    calls.join(view.id, { listensOnly });
    show(view);
    await open('microphone', () => (listensOnly ? calls.local.off('microphone') : calls.local.on('microphone')));
    carrying = null;
    judge();
  }

  async function open(source: MediaSource, task: () => Promise<void>) {
    ui.update((now) => ({ ...now, problem: null }));
    try {
      await task();
    } catch (thrown) {
      const problem = thrown as MediaProblem;
      // Whoever closes the choice of a screen knows it.
      if (problem.code !== 'dismissed') ui.update((now) => ({ ...now, problem }));
    }
    return calls.local.state.get()[source].state !== 'off';
  }

  for (const observable of [calls.all, calls.active, calls.movedAway] as readonly Observable<unknown>[])
    observable.subscribe(judge);
  judge();
  for (const observable of [client.desk, ui] as readonly Observable<unknown>[]) observable.subscribe(standBy);
  standBy();

  return {
    calls,
    ui,
    carry,
    run: ports.run,
    async accept(view) {
      await ports.run(`call:${view.id}`, () => calls.accept(view.id));
    },
    async decline(view) {
      await ports.run(`call:${view.id}`, () => calls.decline(view.id));
    },
    async toggle(source) {
      const { state } = calls.local.state.get()[source];
      if (source === 'microphone' && state !== 'off') return calls.local.mute(state === 'on');
      const { view } = ui.get();
      // A camera makes a voice call a video call; the customer's stays off until they turn it on.
      if (source === 'camera' && state === 'off' && view?.kind === 'voice') {
        if (!(await ports.run('call:kind', () => calls.setKind(view.id, 'video')))) return;
      }
      await open(source, () => (state === 'off' ? calls.local.on(source) : calls.local.off(source)));
    },
    choose: async (source, deviceId) => void (await open(source, () => calls.local.on(source, deviceId))),
    show: (sheet) => ui.update((now) => ({ ...now, sheet: now.sheet === sheet ? 'none' : sheet })),
  };
}
