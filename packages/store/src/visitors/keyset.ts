import { Refused } from '@alongside/domain';
import { isUuid } from '../connection/uuid.ts';

/** Before every row of a list that begins with the latest. */
export const BEGINNING = ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'] as const;

/** The place behind the last row of a page. */
export const cursorOf = (at: string, id: string): string => `${Date.parse(at)}.${id}`;

/** @throws Refused `invalid_request` for a cursor that is none */
export function placeOf(cursor: string | undefined): readonly [string, string] {
  if (cursor === undefined) return BEGINNING;
  const [milliseconds = '', id = ''] = cursor.split('.');
  if (!/^\d{1,15}$/.test(milliseconds) || Number(milliseconds) > 8.64e15 || !isUuid(id))
    throw new Refused('invalid_request', { field: '/query/cursor', rule: 'nextCursor of the page before' });
  return [new Date(Number(milliseconds)).toISOString(), id];
}
