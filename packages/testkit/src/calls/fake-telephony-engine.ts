import type {
  Device,
  TelephonyEngine,
  TelephonyEvent,
  TelephonyRefusal,
  TelephonyReply,
  Trunk,
} from '@alongside/domain';

export type FakeTelephone = {
  state: 'dialled' | 'incoming' | 'rung' | 'answered' | 'ended';
  readonly number: string | null;
};

/** What the other side of a call sees of us. */
export type Shown =
  | { readonly what: 'dialled'; readonly to: string }
  | { readonly what: 'rings' | 'early' | 'answered' | 'cancelled' | 'ended' }
  | { readonly what: 'refused'; readonly status: number }
  | { readonly what: 'transfer'; readonly to: string };

/**
 * A telephony engine without a network: keeps the port's promises, which its contract holds it to. What was asked of it is written down, what happens
 * in the network is said by the test; `openFakeNetwork` plays that side of it.
 */
export interface FakeTelephonyEngine extends TelephonyEngine {
  readonly trunks: readonly Trunk[];
  readonly devices: readonly Device[];
  /** Every call that there was. */
  readonly calls: ReadonlyMap<string, FakeTelephone>;
  happen(event: TelephonyEvent): void;
  /** What the other sides see from now on. */
  watch(listener: (sipCallId: string, shown: Shown) => void): () => void;
}

interface Leg {
  readonly incoming: boolean;
  up: boolean;
  readonly stopRinging: () => void;
  transferring: boolean;
}

const e164 = /^\+[1-9]\d{6,14}$/;
const statuses = { busy: 486, declined: 603, unavailable: 480, not_found: 404 } as const;
const ok: TelephonyReply = { ok: true, value: undefined };
const refuse = (refusal: TelephonyRefusal): TelephonyReply => ({ ok: false, refusal, message: `Refused: ${refusal}.` });

export function createFakeTelephonyEngine(): FakeTelephonyEngine {
  const calls = new Map<string, FakeTelephone>();
  /** Of the calls that there are. */
  const legs = new Map<string, Leg>();
  const listeners = new Set<(event: TelephonyEvent) => void>();
  const watchers = new Set<(sipCallId: string, shown: Shown) => void>();
  let trunks: readonly Trunk[] = [];
  let devices: readonly Device[] = [];
  let closed = false;

  const move = (sipCallId: string, state: FakeTelephone['state']) => {
    const call = calls.get(sipCallId);
    if (call) call.state = state;
  };
  const show = (sipCallId: string, shown: Shown) => {
    for (const watcher of [...watchers]) watcher(sipCallId, shown);
  };
  const happen = (event: TelephonyEvent) => {
    if (event.type === 'incoming') {
      calls.set(event.sipCallId, { state: 'incoming', number: event.from });
      legs.set(event.sipCallId, { incoming: true, up: false, stopRinging() {}, transferring: false });
    }
    const leg = 'sipCallId' in event ? legs.get(event.sipCallId) : undefined;
    if (event.type === 'answered') {
      leg?.stopRinging();
      if (leg) leg.up = true;
      move(event.sipCallId, 'answered');
    }
    if (event.type === 'transferred' && leg) leg.transferring = false;
    if (event.type === 'ended') {
      leg?.stopRinging();
      legs.delete(event.sipCallId);
      move(event.sipCallId, 'ended');
    }
    for (const listener of [...listeners]) {
      try {
        listener(event);
      } catch {
        // One that fails keeps nothing from the others.
      }
    }
  };
  const endOurs = (
    sipCallId: string,
    shown: Shown,
    failure: 'refused' | 'no_answer' | null = null,
    status: number | null = null,
  ) => {
    show(sipCallId, shown);
    happen({ type: 'ended', sipCallId, by: 'us', failure, status });
  };
  /** Of a call that came in and has no answer yet. */
  const onRinging = (sipCallId: string, work: (leg: Leg) => void): TelephonyReply => {
    const leg = legs.get(sipCallId);
    if (!leg) return refuse('no_such_call');
    if (!leg.incoming || leg.up) return refuse('wrong_state');
    work(leg);
    return ok;
  };

  return {
    get trunks() {
      return trunks;
    },
    get devices() {
      return devices;
    },
    calls,
    happen,
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    async setTrunks(given) {
      trunks = given;
      for (const { id: trunkId, mode } of given) {
        const state = mode === 'register' ? 'registered' : 'reachable';
        happen({ type: 'trunk', trunkId, state, reason: null, status: 200 });
      }
      return ok;
    },
    async setDevices(given) {
      devices = given;
      return ok;
    },
    addresses: () => [],
    async dial({ sipCallId, via, ringSeconds }) {
      if (closed) return refuse('engine_away');
      if (legs.has(sipCallId)) return refuse('wrong_state');
      if ('deviceOf' in via && !devices.some(({ agentId }) => agentId === via.deviceOf))
        return refuse('no_such_device');
      if ('trunkId' in via && !trunks.some(({ id }) => id === via.trunkId)) return refuse('no_such_trunk');
      if ('number' in via && !e164.test(via.number)) return refuse('bad_number');
      const timer = setTimeout(() => endOurs(sipCallId, { what: 'cancelled' }, 'no_answer'), ringSeconds * 1_000);
      timer.unref();
      const stopRinging = () => clearTimeout(timer);
      legs.set(sipCallId, { incoming: false, up: false, stopRinging, transferring: false });
      calls.set(sipCallId, { state: 'dialled', number: 'number' in via ? via.number : null });
      show(sipCallId, { what: 'dialled', to: 'number' in via ? via.number : via.deviceOf });
      return ok;
    },
    ring: async (sipCallId) =>
      onRinging(sipCallId, () => {
        move(sipCallId, 'rung');
        show(sipCallId, { what: 'rings' });
      }),
    answer: async (sipCallId, _local, early = false) =>
      onRinging(sipCallId, (leg) => {
        leg.up = !early;
        if (!early) move(sipCallId, 'answered');
        show(sipCallId, { what: early ? 'early' : 'answered' });
      }),
    reject: async (sipCallId, why) =>
      onRinging(sipCallId, () =>
        endOurs(sipCallId, { what: 'refused', status: statuses[why] }, 'refused', statuses[why]),
      ),
    async hold(sipCallId) {
      const leg = legs.get(sipCallId);
      return leg ? (leg.up ? ok : refuse('wrong_state')) : refuse('no_such_call');
    },
    async transfer(sipCallId, to) {
      const leg = legs.get(sipCallId);
      if (!leg) return refuse('no_such_call');
      if (!leg.up || leg.transferring) return refuse('wrong_state');
      if ('number' in to && !e164.test(to.number)) return refuse('bad_number');
      if ('sipCallId' in to && !legs.has(to.sipCallId)) return refuse('no_such_call');
      leg.transferring = true;
      show(sipCallId, { what: 'transfer', to: 'number' in to ? to.number : to.sipCallId });
      return ok;
    },
    async end(sipCallId) {
      const leg = legs.get(sipCallId);
      if (!leg) return ok;
      if (leg.up) endOurs(sipCallId, { what: 'ended' });
      else if (leg.incoming) endOurs(sipCallId, { what: 'refused', status: statuses.unavailable });
      else endOurs(sipCallId, { what: 'cancelled' });
      return ok;
    },
    subscribe(listener) {
      const own = (event: TelephonyEvent) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    async close() {
      for (const sipCallId of [...legs.keys()]) await this.end(sipCallId);
      closed = true;
    },
  };
}
