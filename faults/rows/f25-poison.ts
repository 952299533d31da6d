import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { nativeRoutes, type Started } from '@alongside/protocol';
import { WebSocket } from 'ws';
import { call, signIn, socketTicket, startHelp } from '../src/calls.ts';
import { inDatabase } from '../src/collect.ts';
import { hostile, mutated, seeded } from '../src/mutate.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';

const SIZES = {
  small: { frames: 4_000, bodies: 1_000 },
  ci: { frames: 20_000, bodies: 5_000 },
  full: { frames: 200_000, bodies: 100_000 },
};
const SEED = 25;
/** A socket is closed after ten bad frames in a minute: so each is given fewer, among others that fit their schema and mean no good. */
const PER_SOCKET = 20;
const BAD_PER_SOCKET = 5;
/** What is still valid is stored: no log may grow so long that the reading of it is what is measured. */
const VICTIMS = 50;
const AT_ONCE = 8;
const MEGABYTES = 256;

export const poison: Row = {
  id: 'F25',
  minutes: 4,
  lane: 'works',
  fault: 'mutated frames and bodies by the hundred thousand; an entry in a log that no client understands',
  async run({ size, progress, scene: open }) {
    const { frames, bodies } = SIZES[size];
    const scene = await open();
    const { url, demo, pid } = scene.server;
    const random = seeded(SEED);
    const pairs = [];
    for (let n = 0; n < 4; n += 1) {
      const { client, started } = await scene.customer();
      pairs.push({ client, conversationId: started.conversationId });
    }
    const victims: Started[] = [];
    for (let n = 0; n < VICTIMS; n += 1) victims.push(await startHelp(url, demo, `poisoned-${n}`));
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
    const samples = victims.map(({ conversationId }) => framesFor(conversationId));
    const closes: Record<string, number> = {};
    let [toTheEnd, sockets] = [0, 0];
    const attack = async () => {
      while (sent < frames && !scene.server.ended) {
        const lot = Math.min(PER_SOCKET, frames - sent);
        sent += lot;
        const at = Math.floor(random() * VICTIMS);
        const [own = [], token = ''] = [samples[at], victims[at]?.token];
        const texts = Array.from({ length: lot }, (_, n) =>
          (n < BAD_PER_SOCKET ? mutated : hostile)(pickOf(own, random), random),
        );
        const heard = await poisonSocket(url, await socketTicket(url, token), texts, complain);
        replies += heard.answers;
        sockets += 1;
        if (heard.whole) toTheEnd += 1;
        else closes[heard.code] = (closes[heard.code] ?? 0) + 1;
        progress(sent, frames + bodies, 'frames and bodies');
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
        progress(frames + asked, frames + bodies, 'frames and bodies');
        const { method, path } = pickOf(routes, random);
        const victim = pickOf(victims, random);
        const filled = path.replace(/\{\w+\}/g, () =>
          random() < 0.5 ? victim.conversationId : inPath(mutated({ x: 1 }, random).slice(0, 40)),
        );
        const token = random() < 0.5 ? victim.token : random() < 0.8 ? agent.token : 'nobody';
        const body = method === 'GET' ? null : mutated(pickOf(pickOf(samples, random), random), random);
        const { status, typed } = await ask(keepAlive, url, { method, path: filled, token, body });
        statuses[`${Math.floor(status / 100)}xx`] = (statuses[`${Math.floor(status / 100)}xx`] ?? 0) + 1;
        // A server that has too much to do may say so, with a code.
        if (status >= 500 && !(status === 503 && typed)) complain(`${method} ${path} was answered ${status}`);
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
    const poisoned = new Set(victims.map(({ conversationId }) => conversationId));
    const violations = judged.violations.filter(({ what }) => ![...poisoned].some((id) => what.includes(id)));
    const unexpected = unexpectedErrors(scene.server.dataDir);
    const figures = { ...judged.figures, doubled: violations.filter(({ what }) => what.includes('times:')).length };
    return {
      figures: {
        ...figuresOf(figures),
        seed: SEED,
        'frames sent': sent,
        'frames answered': replies,
        sockets,
        'read to the end': toTheEnd,
        'closed before': JSON.stringify(closes),
        'bodies sent': asked,
        answers: JSON.stringify(statuses),
        'grew MiB': grew,
      },
      violations: [
        ...violations,
        ...[...wrong].map(([what, times]) => ({ rule: 'goal' as const, what: `${what} (${times} times)` })),
        ...goal(!scene.server.ended, 'the server ended'),
        ...goal(replies > 0, 'no frame was answered'),
        ...goal(toTheEnd >= sockets * 0.9, `only ${toTheEnd} of ${sockets} sockets were read to the end`),
        ...unexpected.map((what) => ({ rule: 'goal' as const, what: `the server's log: ${what}` })),
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

/** Says all of it on one socket. Returns how many answers came, and whether the last word was answered; what may not be among them is complained of. */
async function poisonSocket(
  url: string,
  ticket: string,
  texts: readonly string[],
  complain: (what: string) => void,
): Promise<{ readonly answers: number; readonly whole: boolean; readonly code: number }> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/v1/socket`);
  let answers = 0;
  let whole = false;
  let code = 0;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => socket.terminate(), 10_000);
    socket.on('error', () => {});
    socket.once('close', (why) => {
      code = why;
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
      if (frame.t !== 'reply' || frame.id !== 'last') return;
      whole = true;
      socket.close();
    });
  });
  return { answers, whole, code };
}

/** What the server wrote down of itself that it did not foresee: the first few, each once. */
function unexpectedErrors(dataDir: string): string[] {
  const file = join(dataDir, 'server.log');
  if (!existsSync(file)) return ['there is none'];
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('An unexpected error'));
  const causes = lines.map((line) => {
    const { where, error, err } = JSON.parse(line) as Record<string, { message?: string } | undefined>;
    return `An unexpected error in ${JSON.stringify(where)}: ${(error ?? err)?.message}`;
  });
  return [...new Set(causes)].slice(0, 5);
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
    const asked = request(url + path, { method, agent, headers, timeout: 30_000 }, (response) => {
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
