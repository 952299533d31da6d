import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { nativeRoutes } from '@alongside/protocol';
import { WebSocket } from 'ws';
import { call, signIn, socketTicket } from '../src/calls.ts';
import { inDatabase } from '../src/collect.ts';
import { hostile, mutated, seeded } from '../src/mutate.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

const SIZES = {
  small: { frames: 4_000, bodies: 1_000 },
  ci: { frames: 20_000, bodies: 5_000 },
  full: { frames: 900_000, bodies: 100_000 },
};
const SEED = 25;
/** A socket is closed after ten bad frames in a minute: so each is given fewer, among others that fit their schema and mean no good. */
const PER_SOCKET = 60;
const BAD_PER_SOCKET = 9;
const AT_ONCE = 8;
const MEGABYTES = 256;

export const poison: Row = {
  id: 'F25',
  fault: 'mutated frames and bodies by the hundred thousand; an entry in a log that no client understands',
  async run({ size, scene: open }) {
    const { frames, bodies } = SIZES[size];
    const scene = await open();
    const { url, demo, pid } = scene.server;
    const random = seeded(SEED);
    const pairs = [];
    for (let n = 0; n < 4; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    const { started: victim } = await scene.customer();
    const sdk = await scene.sdkCustomer();
    pairs.push({ client: sdk, conversationId: sdk.conversationId });
    scene.talk(pairs, 20);
    const rss = () => {
      if (scene.server.ended) return 0;
      return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
    };
    await scene.until(() => scene.acked >= 100, 10_000);
    let before = 0;
    let most = 0;
    const wrong = new Map<string, number>();
    const complain = (what: string) => wrong.set(what, (wrong.get(what) ?? 0) + 1);

    let sent = 0;
    let replies = 0;
    const watch = setInterval(() => {
      most = Math.max(most, rss());
      // The first tenth warms it up.
      if (before === 0 && sent >= frames / 10) before = most = rss();
    }, 100);
    watch.unref();
    const samples = framesFor(victim.conversationId);
    const attack = async () => {
      while (sent < frames && !scene.server.ended) {
        const lot = Math.min(PER_SOCKET, frames - sent);
        sent += lot;
        const texts = Array.from({ length: lot }, (_, n) =>
          (n < BAD_PER_SOCKET ? mutated : hostile)(pickOf(samples, random), random),
        );
        const answered = await poisonSocket(url, await socketTicket(url, victim.token), texts, complain);
        replies += answered;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, attack));

    const agent = await signIn(url, demo, 2);
    const routes = Object.values(nativeRoutes).filter(
      ({ operationId }) => !/sign-?out|socketTicket/i.test(operationId),
    );
    const keepAlive = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
    let asked = 0;
    const statuses: Record<string, number> = {};
    const flood = async () => {
      while (asked < bodies && !scene.server.ended) {
        asked += 1;
        const { method, path } = pickOf(routes, random);
        const filled = path.replace(/\{\w+\}/g, () =>
          random() < 0.5 ? victim.conversationId : inPath(mutated({ x: 1 }, random).slice(0, 40)),
        );
        const token = random() < 0.5 ? victim.token : random() < 0.8 ? agent.token : 'nobody';
        const body = method === 'GET' ? null : mutated(pickOf(samples, random), random);
        const { status, typed } = await ask(keepAlive, url, { method, path: filled, token, body });
        statuses[`${Math.floor(status / 100)}xx`] = (statuses[`${Math.floor(status / 100)}xx`] ?? 0) + 1;
        if (status >= 500) complain(`${method} ${path} was answered ${status}`);
        else if (status >= 400 && !typed) complain(`${method} ${path}: ${status} without a code`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, flood));
    keepAlive.destroy();
    clearInterval(watch);
    await delay(200);
    const grew = Math.round(Math.max(most, rss()) - before);

    await notUnderstood(
      demo,
      pairs.map(({ conversationId }) => conversationId),
    );
    const acked = scene.acked;
    const went = await scene.until(() => scene.acked >= acked + 50, 10_000);
    const read = await Promise.all(
      pairs.map(({ conversationId }) =>
        call(url, 'GET', `/v1/conversations/${conversationId}/entries?after=0`, { token: agent.token }),
      ),
    );
    for (const { status } of read)
      if (status >= 500) complain(`a log with an entry that nobody understands was answered ${status}`);
    const judged = await scene.judge();
    // What was still valid in the poison is stored, and was never meant.
    const violations = judged.violations.filter(({ what }) => !what.includes(victim.conversationId));
    const figures = { ...judged.figures, doubled: violations.filter(({ what }) => what.includes('times:')).length };
    return {
      figures: {
        ...figuresOf(figures),
        seed: SEED,
        'frames sent': sent,
        'frames answered': replies,
        'bodies sent': asked,
        answers: JSON.stringify(statuses),
        'grew MiB': grew,
      },
      violations: [
        ...violations,
        ...[...wrong].map(([what, times]) => ({ rule: 'goal' as const, what: `${what} (${times} times)` })),
        ...goal(!scene.server.ended, 'the server ended'),
        ...goal(replies > 0, 'no frame was answered'),
        ...goal(grew <= MEGABYTES, `the server grew by ${grew} MiB`),
        ...goal(went, 'an entry that nobody understands stopped a conversation'),
      ],
    };
  },
};

/** Any characters as a path carries them, halves of pairs too. */
const inPath = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '?'));

const pickOf = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)] as T;

const framesFor = (conversationId: string): readonly object[] => [
  { t: 'subscribe', id: 'r1', conversationId, after: 0 },
  { t: 'unsubscribe', id: 'r1', conversationId },
  { t: 'send', id: 'r1', conversationId, clientId: 'poison-1', body: { kind: 'text', text: 'hello' } },
  { t: 'send', id: 'r1', conversationId, clientId: 'poison-2', body: { kind: 'file', fileId: conversationId } },
  { t: 'read', id: 'r1', conversationId, upTo: 1 },
  { t: 'delivered', conversationId, upTo: 1 },
  { t: 'typing', conversationId, on: true },
  { t: 'ping' },
];

/** Says all of it on one socket. Returns how many answers came; what may not be among them is complained of. */
async function poisonSocket(
  url: string,
  ticket: string,
  texts: readonly string[],
  complain: (what: string) => void,
): Promise<number> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`);
  let answers = 0;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => socket.terminate(), 10_000);
    socket.on('error', () => {});
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.once('open', () => {
      socket.send(JSON.stringify({ t: 'hello', protocol: 1, ticket }));
    });
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as { t: string; id?: string; error?: { code: string; kind: string } };
      if (frame.t === 'welcome') {
        for (const text of texts) socket.send(text);
        socket.send(JSON.stringify({ t: 'unsubscribe', id: 'last', conversationId: randomUUID() }));
      }
      if (frame.t === 'reply' || frame.t === 'fault') answers += 1;
      if (frame.error?.kind === 'internal') complain(`a frame was answered ${frame.error.code}`);
      if (frame.t === 'reply' && frame.id === 'last') socket.close();
    });
  });
  return answers;
}

function ask(
  agent: Agent,
  url: string,
  { method, path, token, body }: { method: string; path: string; token: string; body: string | null },
): Promise<{ status: number; typed: boolean }> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    };
    const asked = request(url + path, { method, agent, headers, timeout: 10_000 }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      response.once('error', reject);
      response.once('end', () => resolve({ status: response.statusCode ?? 0, typed: text.includes('"code"') }));
    });
    asked.once('error', reject);
    asked.once('timeout', () => asked.destroy(new Error(`${method} ${path} was not answered`)));
    asked.end(body ?? undefined);
  });
}

/** As a later version, or a hand in the database, could leave it: valid for the database, unknown to every client. */
function notUnderstood(demo: Parameters<typeof inDatabase>[0], conversationIds: readonly string[]): Promise<void> {
  return inDatabase(demo, async (client) => {
    for (const id of conversationIds) {
      await client.query('BEGIN');
      const { rows } = await client.query<{ seq: number }>(
        'UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq AS seq',
        [id],
      );
      await client.query(
        `INSERT INTO entries (tenant_id, conversation_id, seq, author_kind, author_id, author_name, visibility, body, created_at)
         VALUES ($1, $2, $3, 'system', '00000000-0000-0000-0000-000000000000', '', 'all', $4, clock_timestamp())`,
        [demo.tenant.id, id, rows[0]?.seq, JSON.stringify({ kind: 'from_the_future', text: 7, deep: [[{}]] })],
      );
      await client.query('COMMIT');
    }
  });
}
