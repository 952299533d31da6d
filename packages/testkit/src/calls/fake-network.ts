import { randomUUID } from 'node:crypto';
import type { CallFailure, Trunk } from '@alongside/domain';
import type { FakeTelephonyEngine, Shown } from './fake-telephony-engine.ts';
import type { TelephoneNetwork } from './telephone-network.ts';

const remote = { host: '192.0.2.9', port: 30_000, codec: 'PCMU', dtmfPayloadType: 101, srtpKey: null } as const;
const failures: Readonly<Record<number, CallFailure>> = {
  404: 'unreachable',
  480: 'no_answer',
  486: 'busy',
  488: 'no_common_codec',
  503: 'trunk_down',
};
const trunk: Trunk = {
  id: 'trunk-1',
  tenantId: 'tenant-1',
  name: 'Carrier',
  mode: 'address',
  host: '192.0.2.1',
  port: null,
  transport: 'udp',
  username: null,
  password: null,
  peers: ['192.0.2.1'],
  srtp: 'never',
  callerNumber: '+84241234567',
  codecs: ['PCMU', 'PCMA'],
};

/** The carrier and the telephones at the other end of a fake engine. */
export async function openFakeNetwork(engine: FakeTelephonyEngine): Promise<TelephoneNetwork> {
  await engine.setTrunks([trunk]);
  const seen: { readonly sipCallId: string; readonly shown: Shown }[] = [];
  const looks = new Set<() => void>();
  const stop = engine.watch((sipCallId, shown) => {
    seen.push({ sipCallId, shown });
    for (const look of [...looks]) look();
  });
  /** The first sight that fits, old or new; each is seen once. */
  const sees = <What extends Shown['what']>(what: What, sipCallId?: string) =>
    new Promise<{ sipCallId: string; shown: Extract<Shown, { what: What }> }>((resolve) => {
      const look = () => {
        const at = seen.findIndex(
          (one) => one.shown.what === what && (sipCallId === undefined || one.sipCallId === sipCallId),
        );
        if (at < 0) return;
        looks.delete(look);
        resolve(seen.splice(at, 1)[0] as never);
      };
      looks.add(look);
      look();
    });
  const hungUp = (sipCallId: string, failure: CallFailure | null = null, status: number | null = null) =>
    engine.happen({ type: 'ended', sipCallId, by: 'peer', failure, status });

  return {
    engine,
    trunkId: trunk.id,
    async call(from, to) {
      const sipCallId = randomUUID();
      engine.happen({ type: 'incoming', sipCallId, trunkId: trunk.id, from, fromName: null, to, remote });
      return {
        rings: async () => void (await sees('rings', sipCallId)),
        isAnswered: async () => void (await sees('answered', sipCallId)),
        isRefused: async () => (await sees('refused', sipCallId)).shown.status,
        isEnded: async () => void (await sees('ended', sipCallId)),
        giveUp: async () => hungUp(sipCallId, 'cancelled', 487),
        hangUp: async () => hungUp(sipCallId),
        pressByInfo: async (digit) => engine.happen({ type: 'dtmf', sipCallId, digit }),
      };
    },
    async nextCall() {
      const { sipCallId, shown } = await sees('dialled');
      return {
        number: shown.to,
        ring: async () => engine.happen({ type: 'ringing', sipCallId }),
        answer: async () => engine.happen({ type: 'answered', sipCallId, remote }),
        refuse: async (status) => hungUp(sipCallId, failures[status] ?? 'refused', status),
        hangUp: async () => hungUp(sipCallId),
        isEnded: async () => void (await sees('ended', sipCallId)),
        isCancelled: async () => void (await sees('cancelled', sipCallId)),
        async takesTransfer(status) {
          const { to } = (await sees('transfer', sipCallId)).shown;
          const worked = status < 300;
          engine.happen({ type: 'transferred', sipCallId, ok: worked, status });
          if (worked) await engine.end(sipCallId);
          return to;
        },
      };
    },
    async close() {
      stop();
      await engine.close();
    },
  };
}
