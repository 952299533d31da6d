import { expect, test } from 'vitest';
import { Backlog } from './backlog.ts';
import { Pending } from './pending.ts';

function entry(text: string, options: { tenant?: string; line?: string; client?: string; deadline?: number } = {}) {
  const { tenant = 'tenant', line = 'a', client = text, deadline = 1_000 } = options;
  return new Pending(
    {
      tenantId: tenant,
      conversationId: `conversation of ${line}`,
      author: { kind: 'customer', id: `author of ${line}`, name: 'Grace' },
      clientId: client,
      body: { kind: 'text', text },
      visibility: 'all',
    },
    deadline,
    () => undefined,
    () => undefined,
  );
}

const texts = (batch: readonly Pending[]) =>
  batch.map((pending) => (pending.body.kind === 'text' ? pending.body.text : ''));

function backlogOf(...entries: Pending[]): Backlog {
  const backlog = new Backlog();
  for (const one of entries) backlog.add(one);
  return backlog;
}

test('a batch holds one tenant, and tenants take turns', () => {
  const backlog = backlogOf(
    ...['a1', 'a2', 'a3'].map((text) => entry(text, { tenant: 'a' })),
    ...['b1', 'b2'].map((text) => entry(text, { tenant: 'b' })),
  );
  expect(texts(backlog.take(2))).toEqual(['a1', 'a2']);
  expect(texts(backlog.take(2))).toEqual(['b1', 'b2']);
  expect(texts(backlog.take(2))).toEqual(['a3']);
  expect(backlog.empty).toBe(true);
  expect(backlog.take(2)).toEqual([]);
});

test("one tenant's flood: another waits for one batch at most, each time, and nobody's order changes", () => {
  const flood = Array.from({ length: 2_000 }, (_, n) => `f${n}`);
  const backlog = backlogOf(...flood.map((text) => entry(text, { tenant: 'loud' })));
  const stored: string[] = [...texts(backlog.take(400))];
  for (let round = 0; round < 4; round += 1) {
    backlog.add(entry(`q${round}`, { tenant: 'quiet' }));
    const [behind, own] = [texts(backlog.take(400)), texts(backlog.take(400))];
    expect(behind).toHaveLength(400);
    expect(own).toEqual([`q${round}`]);
    stored.push(...behind);
  }
  expect(stored).toEqual(flood);
  expect(backlog.empty).toBe(true);
});

test('a batch that is put back waits for the others, not they for it', () => {
  const backlog = backlogOf(entry('loud', { tenant: 'loud' }), entry('quiet', { tenant: 'quiet' }));
  backlog.putBack(backlog.take(400));
  expect(texts(backlog.take(400))).toEqual(['quiet']);
  expect(texts(backlog.take(400))).toEqual(['loud']);
});

test('[LOG3] a copy waits for the next batch, alone', () => {
  const backlog = backlogOf(
    entry('first', { client: 'x' }),
    entry('copy', { client: 'x' }),
    entry('after the copy'),
    entry('somebody else', { line: 'b' }),
  );
  expect(texts(backlog.take(10))).toEqual(['first', 'after the copy', 'somebody else']);
  expect(texts(backlog.take(10))).toEqual(['copy']);
});

test('[LOG4] what is put back comes before what was added meanwhile, without what has its answer', () => {
  const backlog = backlogOf(entry('one'), entry('two'), entry('three'));
  const batch = backlog.take(10);
  backlog.add(entry('four'));
  batch[1]!.resolve({ ok: true, seq: 2, at: '', repeated: false });
  backlog.putBack(batch);
  expect(texts(backlog.take(10))).toEqual(['one', 'three', 'four']);
});

test('[LOG4] an overdue entry takes those behind it in its line along, and nobody else', () => {
  const backlog = backlogOf(
    entry('in time'),
    entry('late', { deadline: 5 }),
    entry('behind the late one'),
    entry('another line', { line: 'b' }),
    entry('of a line already overdue', { line: 'c' }),
  );
  const overdue = backlog.takeOverdue(10, new Set(['conversation of c/author of c']));
  expect(texts(overdue)).toEqual(['late', 'behind the late one', 'of a line already overdue']);
  expect(texts(backlog.take(10))).toEqual(['in time', 'another line']);
});
