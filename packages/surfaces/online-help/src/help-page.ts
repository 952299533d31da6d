/** How many rows one answer holds. */
export const PAGE_ROWS = 20;
/** More helps than this cannot be told apart within one millisecond of one tenant. */
const MOST_OF_ONE_MILLISECOND = 999;

/** A row of a list of helps or calls; `requestedAt` in whole epoch milliseconds. */
export interface Row {
  readonly onlineHelpId: string;
  readonly requestedAt: number;
}

/** A row with the date under which it is reported: epoch milliseconds, unlike any other row's of the same question. */
export interface DatedRow<R extends Row> {
  readonly row: R;
  readonly requestedAt: number;
}

type Fetch<R extends Row> = (range: { from: number; to: number }, limit: number) => Promise<readonly R[]>;

/**
 * The newest rows requested from `start` to before `end`, newest first. Callers page by asking again with the oldest row's date as the end, and know no
 * other cursor; so dates must differ. Of rows requested within one millisecond the n-th (by id, from 0) is reported n thousandths of a millisecond
 * later, and such a date is understood as an end: no page loses a row of that millisecond or repeats one.
 * @param fetch rows within [from, to], whole milliseconds, newest first, with the filter of the question
 */
export async function helpPage<R extends Row>(
  range: { start: number; end: number },
  fetch: Fetch<R>,
): Promise<DatedRow<R>[]> {
  const { start, end } = range;
  const millisecond = Math.floor(end);
  const rank = Math.round((end - millisecond) * 1000);
  const from = Math.ceil(start);
  const dated: DatedRow<R>[] = [];
  if (rank > 0 && millisecond >= from) {
    const group = await wholeMillisecond(millisecond, fetch);
    dated.push(...group.filter(({ requestedAt }) => requestedAt < end - 0.0005));
  }
  if (dated.length < PAGE_ROWS && millisecond > from) {
    const rows = await fetch({ from, to: millisecond - 1 }, PAGE_ROWS + 1);
    for (const [at, group] of byMillisecond(rows)) {
      // The limit may have cut the last group: its ranks are known only from all of it.
      const isCut = rows.length > PAGE_ROWS && group.length > 1 && at === rows.at(-1)?.requestedAt;
      dated.push(...(isCut ? await wholeMillisecond(at, fetch) : datesOf(group)));
    }
  }
  return dated.slice(0, PAGE_ROWS);
}

async function wholeMillisecond<R extends Row>(at: number, fetch: Fetch<R>): Promise<DatedRow<R>[]> {
  return datesOf(await fetch({ from: at, to: at }, MOST_OF_ONE_MILLISECOND));
}

function byMillisecond<R extends Row>(rows: readonly R[]): Map<number, R[]> {
  const groups = new Map<number, R[]>();
  for (const row of rows) groups.set(row.requestedAt, [...(groups.get(row.requestedAt) ?? []), row]);
  return groups;
}

/** Dates the rows of one millisecond; newest first. */
function datesOf<R extends Row>(rows: readonly R[]): DatedRow<R>[] {
  return [...rows]
    .sort((a, b) => (a.onlineHelpId < b.onlineHelpId ? -1 : 1))
    .map((row, rank) => ({ row, requestedAt: Number(`${row.requestedAt}.${String(rank).padStart(3, '0')}`) }))
    .reverse();
}
