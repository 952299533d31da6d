import { setTimeout as delay } from 'node:timers/promises';
import { BrowserCustomer, hasChromium } from '../src/browser-customer.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Outcome, type Row } from '../src/row.ts';

const KILLS = { small: 5, full: 20 };
const EACH = 8;

export const browserKilled: Row = {
  id: 'F14',
  lane: 'waits',
  fault: 'kill -9 of the browser with unsent messages, every other time while they are on their way',
  minutes: 2,
  async run({ size, scene: open }): Promise<Outcome> {
    if (size === 'ci') return { figures: {}, violations: [], skipped: 'only with --full' };
    if (!hasChromium()) return { figures: {}, violations: [], skipped: 'no Chromium here' };
    const scene = await open({ throughProxy: 'clients' });
    const { demo } = scene.server;
    const ada = await BrowserCustomer.start({ url: scene.address, demo, customerId: `killed-${process.pid}` });
    scene.clients.push(ada);
    let waited = 0;
    await ada.write('first');
    await scene.until(() => ada.settled, 10_000);
    for (let kill = 0; kill < KILLS[size]; kill += 1) {
      scene.proxy?.swallow({ toServer: true, toClient: true });
      for (let n = 1; n <= EACH; n += 1) await ada.write(`${n} before kill ${kill}`);
      // Written is what the browser has on its disk: before that a person still sees it being taken.
      for (let tries = 0; (await ada.kept()) < EACH && tries < 100; tries += 1) await delay(20);
      waited += await ada.kept();
      if (kill % 2 === 1) {
        scene.proxy?.heal();
        await delay(Math.random() * 400);
      }
      await ada.kill();
      scene.proxy?.heal();
      await ada.reopen();
      await scene.until(() => ada.settled, 20_000);
    }
    await ada.readWhole();
    const kills = KILLS[size];
    const { figures, violations } = await scene.judge();
    return {
      figures: { kills, 'messages unsent at a kill': waited, ...figuresOf(figures) },
      violations: [
        ...violations,
        ...goal(waited === kills * EACH, `${waited} of ${kills * EACH} messages were on the disk`),
        ...goal(figures.acked === kills * EACH + 1, `${figures.acked} of ${kills * EACH + 1} messages came through`),
      ],
    };
  },
};
