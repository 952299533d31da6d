import type { Device, LocalRtp, TelephonyEngine, TelephonyEvent, TelephonyReply, Trunk } from '@alongside/domain';

export type FakeTelephone = {
  state: 'dialled' | 'incoming' | 'rung' | 'answered' | 'ended';
  readonly number: string | null;
};

/** A telephone network that a test plays: what was asked of it is written down, what happens is said. */
export interface FakeTelephonyEngine extends TelephonyEngine {
  readonly trunks: readonly Trunk[];
  readonly calls: ReadonlyMap<string, FakeTelephone>;
  happen(event: TelephonyEvent): void;
}

const ok = { ok: true, value: undefined } as const;

export function createFakeTelephonyEngine(): FakeTelephonyEngine {
  const calls = new Map<string, FakeTelephone>();
  const listeners = new Set<(event: TelephonyEvent) => void>();
  let trunks: readonly Trunk[] = [];
  const move = async (sipCallId: string, state: FakeTelephone['state']): Promise<TelephonyReply> => {
    const call = calls.get(sipCallId);
    if (!call) return { ok: false, refusal: 'no_such_call', message: 'There is no such call.' };
    call.state = state;
    return ok;
  };
  return {
    get trunks() {
      return trunks;
    },
    calls,
    happen(event) {
      if (event.type === 'incoming') calls.set(event.sipCallId, { state: 'incoming', number: event.from });
      for (const listener of listeners) listener(event);
    },
    async setTrunks(given) {
      trunks = given;
      return ok;
    },
    setDevices: async (_devices: readonly Device[]) => ok,
    addresses: () => [],
    async dial({ sipCallId, via }: { sipCallId: string; via: object; local: LocalRtp; ringSeconds: number }) {
      calls.set(sipCallId, { state: 'dialled', number: 'number' in via ? String(via.number) : null });
      return ok;
    },
    ring: (sipCallId) => move(sipCallId, 'rung'),
    answer: (sipCallId) => move(sipCallId, 'answered'),
    reject: (sipCallId) => move(sipCallId, 'ended'),
    hold: async () => ok,
    transfer: async () => ok,
    async end(sipCallId) {
      await move(sipCallId, 'ended');
      return ok;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {},
  };
}
