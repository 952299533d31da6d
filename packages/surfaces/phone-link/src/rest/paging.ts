/** Of one page: 50 rows unless asked for, 500 at most. */
export const PAGE = { default: 50, most: 500 } as const;

const WHOLE = /^[0-9]{1,7}$/;

/** A page, or what is wrong with what was asked. A count above the most is refused, not cut: a cut list would look whole. */
export function pageIn(query: Readonly<Record<string, string>>): { page: number; count: number } | string {
  const { page = '1', count = String(PAGE.default) } = query;
  if (!WHOLE.test(page) || Number(page) < 1) return 'page must be a number from 1.';
  if (!WHOLE.test(count) || Number(count) < 1 || Number(count) > PAGE.most)
    return `count must be a number from 1 to ${PAGE.most}.`;
  return { page: Number(page), count: Number(count) };
}
