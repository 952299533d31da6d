import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { SignedIn, Webhook } from '@alongside/protocol';
import { must } from '../src/calls.ts';
import { readStore } from '../src/collect.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';
import { judgeReceiver, WebhookReceiver } from '../src/webhook-receiver.ts';

const CUSTOMERS = { small: 3, ci: 6, full: 20 };
/** Seconds of a day at which the clock is looked at: a little after each attempt of the schedule is due, jitter included. */
const DAY = [0, 10, 90, 8 * 60, 45 * 60, 3.2 * 3600, 9.3 * 3600, 12 * 3600, 21.5 * 3600, 24 * 3600];
const NOON = 12 * 3600;
const SLOWEST_ACK = 2_000;

const TOLD = new Map([
  ['text', 'message.created'],
  ['contact.requested', 'contact.requested'],
  ['contact.ended', 'contact.ended'],
]);

/** Each receiver with its fault, and what it does after noon. */
const RECEIVERS = () => ({
  good: new WebhookReceiver('good', () => ({ status: 204 })),
  down: new WebhookReceiver('down', () => ({ status: 200 })),
  slow: new WebhookReceiver('slow', () => ({ status: 200, milliseconds: 300 })),
  busy: new WebhookReceiver('busy', (n) => (n < 3 ? { status: 429, retryAfter: 7_200 } : { status: 202 })),
  wrong: new WebhookReceiver('wrong', (n) => ({ status: [500, 302, 404, 503, 200][n % 5] ?? 500 })),
  gone: new WebhookReceiver('gone', (n) => ({ status: n < 2 ? 200 : 410 })),
});

export const webhookReceivers: Row = {
  id: 'F27',
  lane: 'waits',
  fault: 'webhook receivers that are down, slow, busy, wrong or gone, through 24 h of fake time and a killed server',
  async run({ size, scene: open }) {
    const folder = await mkdtemp(join(tmpdir(), 'alongside-ahead-'));
    const clock = join(folder, 'ahead');
    await writeFile(clock, '0');
    const scene = await open({ env: { ALONGSIDE_AHEAD: clock } });
    const receivers = RECEIVERS();
    const all = Object.values(receivers);
    try {
      for (const one of all) await one.open();
      const token = await signInAdmin(scene);
      const hooks = new Map<string, string>();
      for (const { name, url } of all) {
        const body = { url, events: [...new Set(TOLD.values())] };
        const { webhook } = await must<{ webhook: Webhook }>(scene.server.url, 'POST', '/v1/webhooks', { token, body });
        hooks.set(name, webhook.id);
      }
      await receivers.down.close();

      const pairs = [];
      for (let n = 0; n < CUSTOMERS[size]; n += 1) pairs.push(await scene.customer());
      let slowest = 0;
      for (const [step, ahead] of DAY.entries()) {
        await writeFile(clock, String(ahead));
        if (ahead === NOON) {
          await receivers.down.open();
          receivers.wrong.behave = () => ({ status: 200 });
        }
        for (const { client, started } of pairs) {
          const begun = performance.now();
          await client.say(started.conversationId, `word ${step}`).answered;
          slowest = Math.max(slowest, performance.now() - begun);
        }
        // In the middle of attempts: what was claimed and not settled comes again.
        if (step === 3) {
          await scene.server.kill();
          await scene.server.start();
        }
        await settled(all);
      }
      for (const { started } of pairs)
        await must(scene.server.url, 'POST', '/v1/online-help/end', { token: started.token });
      await writeFile(clock, String(25 * 3600));
      await settled(all);

      const { rows } = await readStore(scene.store);
      const expected = new Set(
        rows.filter(({ kind }) => TOLD.has(kind)).map(({ conversationId, seq }) => `${conversationId}:${seq}`),
      );
      const wrong = all.flatMap((one) => judgeReceiver(one, one === receivers.gone ? new Set() : expected));
      const gone = await must<Webhook>(scene.server.url, 'GET', `/v1/webhooks/${hooks.get('gone')}`, {
        token: await signInAdmin(scene),
      });
      const { figures, violations } = await scene.judge();
      const attempts = all.reduce((sum, one) => sum + one.attempts.length, 0);
      const repeated = all.reduce(
        (sum, one) => sum + one.attempts.length - new Set(one.attempts.map(({ id }) => id)).size,
        0,
      );
      return {
        figures: {
          ...figuresOf(figures),
          events: expected.size,
          attempts,
          'of them repeats': repeated,
          'slowest ack ms': Math.round(slowest),
        },
        violations: [
          ...violations,
          ...wrong.flatMap((what) => goal(false, what)),
          ...goal(slowest <= SLOWEST_ACK, `a message waited ${Math.round(slowest)} ms for its ack`),
          ...goal(gone.disabledReason === 'receiver_gone', 'a receiver that answered 410 was not switched off'),
          ...goal(
            receivers.gone.attempts.length <= 2 + 2 * 4,
            `one that is gone got ${receivers.gone.attempts.length}`,
          ),
        ],
      };
    } finally {
      for (const one of all) await one.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function signInAdmin(scene: Scene): Promise<string> {
  const { admin, tenant } = scene.server.demo;
  const body = { ...admin, tenant: tenant.domain, transport: 'bearer' };
  const { token } = await must<SignedIn>(scene.server.url, 'POST', '/v1/agent/sign-in', { body });
  return token ?? '';
}

/** Nothing came to anybody for longer than two looks of the sender take. */
async function settled(all: readonly WebhookReceiver[]): Promise<void> {
  const count = () => all.reduce((sum, { attempts }) => sum + attempts.length, 0);
  for (let quiet = 0, last = count(); quiet < 6; ) {
    await delay(500);
    quiet = count() === last ? quiet + 1 : 0;
    last = count();
  }
}
