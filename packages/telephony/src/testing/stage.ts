import type { TelephonyEngine, TelephonyEvent, Trunk } from '@alongside/domain';
import { createTelephonyEngine, type TelephonyOptions } from '../create-telephony-engine.ts';
import { RawPeer } from './raw-peer.ts';
import { quick, random, silent, trunkAt } from './settings.ts';

const PATIENCE = 5_000;

/** What the engine told, in order, and a way to wait for the next of a kind. */
export class Heard {
  readonly events: TelephonyEvent[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(engine: TelephonyEngine) {
    engine.subscribe((event) => {
      this.events.push(event);
      for (const wake of [...this.#waiting]) wake();
    });
  }

  of<Type extends TelephonyEvent['type']>(type: Type): Extract<TelephonyEvent, { type: Type }>[] {
    return this.events.filter((event): event is Extract<TelephonyEvent, { type: Type }> => event.type === type);
  }

  /** The `count`th of this kind. */
  async until<Type extends TelephonyEvent['type']>(
    type: Type,
    count = 1,
  ): Promise<Extract<TelephonyEvent, { type: Type }>> {
    const limit = performance.now() + PATIENCE;
    for (;;) {
      const found = this.of(type)[count - 1];
      if (found) return found;
      const left = limit - performance.now();
      if (left <= 0)
        throw new Error(
          `No ${type} came; there came: ${this.events.map((event) => event.type).join(', ') || 'nothing'}.`,
        );
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => wake(), left);
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }
}

export interface Stage {
  readonly engine: TelephonyEngine;
  readonly heard: Heard;
  readonly peer: RawPeer;
  readonly port: number;
  close(): Promise<void>;
}

/** An engine on a free port of loopback, with a trunk whose carrier a test plays by hand. Its OPTIONS is answered. */
export async function stage(
  options: Partial<TelephonyOptions> = {},
  trunk: Partial<Trunk> | null = {},
): Promise<Stage> {
  const engine = await createTelephonyEngine({
    listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
    random,
    log: silent,
    timing: quick,
    ...options,
  });
  const heard = new Heard(engine);
  const port = engine.addresses().find(({ transport }) => transport === 'udp')?.port ?? 0;
  const peer = await RawPeer.open(() => port);
  if (trunk !== null) {
    await engine.setTrunks([trunkAt(peer.port, trunk)]);
    if (trunk.mode !== 'register') {
      peer.reply(await peer.request('OPTIONS'), 200);
      await heard.until('trunk');
    }
  }
  return {
    engine,
    heard,
    peer,
    port,
    close: async () => {
      await engine.close();
      await peer.close();
    },
  };
}
