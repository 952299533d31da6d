import { setTimeout as delay } from 'node:timers/promises';
import { BrowserCustomer, hasChromium } from '../src/browser-customer.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Outcome, type Row } from '../src/row.ts';

/** Rounds, and seconds that the device sleeps. The last is longer than the server waits for a sign of life. */
const SIZES = { small: [1, 4], full: [2, 5, 10, 20, 40] };
const LIVE_AGAIN_MS = 3_000;
const EACH = 5;

export const sleep: Row = {
  id: 'F13',
  lane: 'waits',
  fault: 'a browser in airplane mode is written in, its page frozen, and woken up again',
  minutes: 2,
  async run({ size, scene: open }): Promise<Outcome> {
    if (size === 'ci') return { figures: {}, violations: [], skipped: 'only with --full' };
    if (!hasChromium()) return { figures: {}, violations: [], skipped: 'no Chromium here' };
    const scene = await open({ throughProxy: 'clients' });
    const { demo } = scene.server;
    const ada = await BrowserCustomer.start({ url: scene.address, demo, customerId: `sleeper-${process.pid}` });
    scene.clients.push(ada);
    const live: number[] = [];
    await ada.write('awake');
    await scene.until(() => ada.settled, 10_000);
    for (const seconds of SIZES[size]) {
      await ada.offline(true);
      scene.proxy?.swallow({ toServer: true, toClient: true });
      for (let n = 1; n <= EACH; n += 1) await ada.write(`${n} before ${seconds} s of sleep`);
      await ada.freeze(true);
      await delay(seconds * 1000);
      scene.proxy?.heal();
      const begin = performance.now();
      await ada.offline(false);
      await ada.freeze(false);
      await scene.until(() => ada.settled, 20_000);
      live.push(Math.round(performance.now() - begin));
    }
    const { figures, violations } = await scene.judge();
    const slowest = Math.max(...live);
    return {
      figures: { sleeps: live.length, ...figuresOf(figures), 'live again, slowest ms': slowest },
      violations: [
        ...violations,
        ...goal(slowest <= LIVE_AGAIN_MS, `live again after ${slowest} ms, not within ${LIVE_AGAIN_MS}`),
        ...goal(figures.acked === live.length * EACH + 1, `${figures.acked} messages were accepted`),
      ],
    };
  },
};
