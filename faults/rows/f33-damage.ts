import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { call, must } from '../src/calls.ts';
import { figuresOf } from '../src/report.ts';
import { goal, type Row } from '../src/row.ts';
import { asPlainClient } from '../src/schema.ts';

const FLIPS = { small: 5, ci: 20, full: 20 };
const PAGE = 8_192;
/** Long enough that one conversation has a page to itself. */
const TEXT = 'y'.repeat(1_000);
const MESSAGES = 24;

interface Told {
  readonly entries: readonly { readonly seq: number; readonly body: { readonly text?: string } }[];
}

export const damage: Row = {
  id: 'F33',
  fault: 'bytes flipped in the file of a table and in stored files',
  async run({ size, scene: open }) {
    const flips = FLIPS[size];
    const scene = await open({ ownPostgres: true });
    const { server } = scene;
    const path = (id: string) => `/v1/conversations/${id}/entries?after=0`;
    const wrong: string[] = [];
    const people: { id: string; token: string; fileId: string; told: string }[] = [];
    for (let n = 0; n < flips; n += 1) {
      const { client, started } = await scene.customer();
      const id = started.conversationId;
      for (let m = 0; m < MESSAGES; m += 1) await client.say(id, `${n} ${m} ${TEXT}`).answered;
      const file = await uploaded(server.url, started.token, id, n);
      people.push({ id, token: started.token, fileId: file, told: '' });
    }
    for (const person of people)
      person.told = JSON.stringify((await must<Told>(server.url, 'GET', path(person.id), person)).entries);
    const { checksums, file, pages } = await asPlainClient(server.demo.database, async (client) => {
      await client.query('CHECKPOINT').catch(() => undefined);
      const { rows } = await client.query<{ checksums: string; file: string }>(
        `SELECT current_setting('data_checksums') AS checksums, pg_relation_filepath('entries') AS file`,
      );
      await client.query(`SELECT set_config('app.tenant', $1, false)`, [server.demo.tenant.id]);
      const found = await client.query<{ id: string; page: string }>(
        `SELECT conversation_id AS id, min((ctid::text::point)[0])::text AS page FROM entries WHERE seq = 12 GROUP BY 1`,
      );
      return {
        checksums: rows[0]?.checksums,
        file: rows[0]?.file ?? '',
        pages: new Map(found.rows.map(({ id, page }) => [id, Number(page)])),
      };
    });
    const { figures, violations } = await scene.judge();
    await server.stop();

    const table = join(server.dataDir, 'postgres', 'cluster', file);
    const whole = readFileSync(table);
    const bad = Buffer.from(whole);
    const targets = new Set(people.flatMap(({ id }) => pages.get(id) ?? []));
    for (const page of targets) flip(bad, page * PAGE + 24 + Math.floor(Math.random() * (PAGE - 24)));
    writeFileSync(table, bad);
    const stored = new Map(
      people.map(({ fileId }) => [blobOf(server.dataDir, server.demo.tenant.id, fileId), Buffer.alloc(0)]),
    );
    for (const blob of stored.keys()) {
      const bytes = readFileSync(blob);
      stored.set(blob, Buffer.from(bytes));
      flip(bytes, Math.floor(Math.random() * bytes.length));
      writeFileSync(blob, bytes);
    }

    await server.start();
    let tableFound = 0;
    let blobsFound = 0;
    for (const person of people) {
      const read = await call<Told>(server.url, 'GET', path(person.id), person);
      if (read.code === 'data_damaged' && read.status === 500) tableFound += 1;
      else wrong.push(`a conversation on a damaged page was answered ${read.status} ${read.code}`);
      const got = await call(server.url, 'GET', `/v1/files/${person.fileId}`, person);
      if (got.code === 'data_damaged' && got.status === 500) blobsFound += 1;
      else wrong.push(`a damaged file was answered ${got.status} ${got.code}`);
    }
    const alarms = readFileSync(join(server.dataDir, 'server.log'), 'utf8').split('Stored data is damaged').length - 1;
    // Just started, on a machine with other work, it may be out of breath; damage would keep it from being ready.
    const ready = async () => (await call(server.url, 'GET', '/v1/ready')).status;
    let alive = await ready();
    for (let look = 0; look < 50 && alive !== 200; look += 1) {
      await delay(100);
      alive = await ready();
    }
    // The way back: what was good is put in its place.
    await server.stop();
    writeFileSync(table, whole);
    for (const [blob, bytes] of stored) writeFileSync(blob, bytes);
    await server.start();
    for (const person of people) {
      const { entries } = await must<Told>(server.url, 'GET', path(person.id), person);
      if (JSON.stringify(entries) !== person.told) wrong.push(`conversation ${person.id} is not what it was`);
      if ((await call(server.url, 'GET', `/v1/files/${person.fileId}`, person)).status !== 200)
        wrong.push(`file ${person.fileId} did not come back`);
    }
    return {
      figures: {
        ...figuresOf(figures),
        checksums: checksums ?? 'unknown',
        'pages damaged': targets.size,
        'of pages': Math.ceil(statSync(table).size / PAGE),
        'conversations on them refused': tableFound,
        'files damaged': stored.size,
        'files refused': blobsFound,
        alarms,
      },
      violations: [
        ...violations,
        ...wrong.map((what) => ({ rule: 'goal' as const, what })),
        ...goal(checksums === 'on', `data checksums are ${checksums}`),
        ...goal(targets.size >= flips * 0.9, `only ${targets.size} pages were damaged`),
        ...goal(alarms >= tableFound + blobsFound, `${alarms} alarms for ${tableFound + blobsFound} refusals`),
        ...goal(alive === 200, `with damaged pages readiness was ${alive}`),
      ],
    };
  },
};

/** One bit of one byte. */
function flip(bytes: Buffer, at: number): void {
  bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
}

const blobOf = (dataDir: string, tenantId: string, fileId: string): string =>
  join(dataDir, 'files', 'blobs', 'files', tenantId, `${fileId}.blob`);

async function uploaded(url: string, token: string, conversationId: string, n: number): Promise<string> {
  const response = await fetch(`${url}/v1/conversations/${conversationId}/files?name=note-${n}.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: `The contents of file ${n}.\n`.repeat(40),
  });
  if (response.status >= 300) throw new Error(`Upload: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { id: string }).id;
}
