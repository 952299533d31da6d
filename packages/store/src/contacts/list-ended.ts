import { type Contacts, Refused } from '@alongside/domain';
import { isUuid } from '../connection/uuid.ts';
import type { TransactionScope } from '../transaction-scope.ts';
import { type ContactRow, contactColumns, contactFrom, toContact } from './contact-rows.ts';

/** Newest first by place and id: a page begins where the one before ended, whatever was added meanwhile. */
const select = (condition: string) => `SELECT ${contactColumns} FROM ${contactFrom}
  WHERE c.tenant_id = $1 AND c.state = 'ended' AND ${condition} AND (c.place_at, c.id) < ($2::timestamptz, $3::uuid)
  ORDER BY c.place_at DESC, c.id DESC LIMIT $4`;

// One text per kind of list, so that each gets the plan of its own index.
const everybodys = select('true');
const customers = select('c.customer_id = $5');
const owners = select('c.last_owner_id = $5');
const both = select('c.customer_id = $5 AND c.last_owner_id = $6');

const newest = { at: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

export const listEnded = async (
  scope: TransactionScope,
  filter: Parameters<Contacts['listEnded']>[0],
  page: Parameters<Contacts['listEnded']>[1],
): ReturnType<Contacts['listEnded']> => {
  const from = pageStart(page.cursor);
  const [statement, ...more] =
    filter.customerId !== undefined && filter.ownerId !== undefined
      ? [both, filter.customerId, filter.ownerId]
      : filter.customerId !== undefined
        ? [customers, filter.customerId]
        : filter.ownerId !== undefined
          ? [owners, filter.ownerId]
          : [everybodys];
  // One more than asked for tells whether there is a next page.
  const rows = await scope.query<ContactRow>(statement ?? everybodys, [
    scope.tenantId,
    from.at,
    from.id,
    page.limit + 1,
    ...more,
  ]);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    contacts: shown.map(toContact),
    nextCursor: rows.length > page.limit && last !== undefined ? cursorOf(last.place_at, last.id) : null,
  };
};

/** Where a page begins: behind its cursor, or at the end that the list is read from. */
export const pageStart = (cursor: string | undefined, beginning = newest): { at: string; id: string } =>
  cursor === undefined ? beginning : readCursor(cursor);

export const cursorOf = (at: string, id: string): string => `${Date.parse(at)}.${id}`;

function readCursor(cursor: string): { at: string; id: string } {
  const [milliseconds = '', id = ''] = cursor.split('.');
  const at = new Date(Number(milliseconds));
  if (!/^\d{1,15}$/.test(milliseconds) || Number.isNaN(at.getTime()) || !isUuid(id)) {
    throw new Refused('invalid_request', { field: '/query/cursor', rule: 'nextCursor of the page before' });
  }
  return { at: at.toISOString(), id };
}
