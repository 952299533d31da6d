import type { HelpReportRow } from '@alongside/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { helpPage } from './help-page.ts';

const BASE = Date.parse('2026-11-21T06:00:00Z');

const helpAt = (requestedAt: number, n: number): HelpReportRow => ({
  onlineHelpId: `help-${String(n).padStart(5, '0')}`,
  customerNo: String(n),
  customerName: 'Ada',
  agentId: null,
  staffNumber: null,
  agentName: null,
  conversationId: `talk-${n}`,
  state: 'requested',
  requestedAt,
  startedAt: null,
  endedAt: null,
});

/** What a store gives: within a millisecond in whatever order. */
const storeOf = (rows: readonly HelpReportRow[]) => async (range: { from: number; to: number }, limit: number) => {
  expect(Number.isInteger(range.from) && Number.isInteger(range.to)).toBe(true);
  return rows
    .filter((row) => row.requestedAt >= range.from && row.requestedAt <= range.to)
    .sort((a, b) => b.requestedAt - a.requestedAt || (a.onlineHelpId < b.onlineHelpId ? -1 : 1))
    .slice(0, limit);
};

/** Pages as a caller does: by the oldest row's date, sent through JSON, until nothing comes. */
async function pages(rows: readonly HelpReportRow[], end: number): Promise<{ id: string; at: number }[][]> {
  const all: { id: string; at: number }[][] = [];
  for (let before = end; ; ) {
    const page = (await helpPage({ start: BASE, end: before }, storeOf(rows))).map(({ row, requestedAt }) => ({
      id: row.onlineHelpId,
      at: requestedAt,
    }));
    if (page.length === 0) return all;
    all.push(page);
    before = JSON.parse(JSON.stringify(page.at(-1)?.at)) as number;
  }
}

test('[F18] of 21 rows the 20 newest come first, then the last one', async () => {
  const rows = Array.from({ length: 21 }, (_, n) => helpAt(BASE + n * 1000, n));
  const [first, second, ...more] = await pages(rows, BASE + 60_000);
  expect(first?.map(({ id }) => id)).toEqual(
    rows
      .map((row) => row.onlineHelpId)
      .reverse()
      .slice(0, 20),
  );
  expect(second?.map(({ id }) => id)).toEqual(['help-00000']);
  expect(more).toEqual([]);
});

test('[F18] 45 rows of one millisecond come in three pages, none lost, none twice, each page full', async () => {
  const rows = Array.from({ length: 45 }, (_, n) => helpAt(BASE, n));
  const found = await pages(rows, BASE + 1);
  expect(found.map((page) => page.length)).toEqual([20, 20, 5]);
  expect(found.flat().map(({ id }) => id)).toEqual(rows.map((row) => row.onlineHelpId).reverse());
});

test('[F18] paging by the oldest date gives every row once, newest first, however the times coincide', async () => {
  const times = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(times, async (offsets) => {
      const rows = offsets.map((offset, n) => helpAt(BASE + offset, n));
      const found = await pages(rows, BASE + 13);
      const flat = found.flat();
      expect(flat.map(({ id }) => id).sort()).toEqual(rows.map((row) => row.onlineHelpId).sort());
      for (const [i, row] of flat.entries()) if (i > 0) expect(row.at).toBeLessThan(flat[i - 1]?.at ?? 0);
      for (const page of found.slice(0, -1)) expect(page).toHaveLength(20);
    }),
  );
});

test('a help that shares its millisecond with none is dated by whole milliseconds', async () => {
  const page = await helpPage({ start: BASE, end: BASE + 10 }, storeOf([helpAt(BASE, 1), helpAt(BASE + 1, 2)]));
  expect(page.map(({ requestedAt }) => requestedAt)).toEqual([BASE + 1, BASE]);
});

test('the start counts, the end does not', async () => {
  const store = storeOf([helpAt(BASE, 1), helpAt(BASE + 5, 2)]);
  const ids = async (start: number, end: number) =>
    (await helpPage({ start, end }, store)).map(({ row }) => row.customerNo);
  expect(await ids(BASE, BASE + 5)).toEqual(['1']);
  expect(await ids(BASE, BASE + 6)).toEqual(['2', '1']);
  expect(await ids(BASE + 5, BASE + 5)).toEqual([]);
});
