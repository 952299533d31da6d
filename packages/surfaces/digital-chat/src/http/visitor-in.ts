import { Refused } from '@alongside/domain';
import type { Visitor } from '../ports.ts';
import { brandIn } from './guarded.ts';

/** Of a page that has not named its device: what is bound to a visitor is then bound to the channel only. */
export const NO_VISITOR = '00000000-0000-0000-0000-000000000000';

const VISITOR = /^[A-Za-z0-9._-]{1,64}$/;

/** Who asks, by an address's query. Web leaves the visitor empty until its page has set one. Refuses what no client sends. */
export function visitorIn(query: Readonly<Record<string, string | undefined>>): Visitor {
  const { channelId = '' } = query;
  return {
    brandId: brandIn(query.brandId),
    channelId,
    visitorId: query.visitorId ? visitorIdOf(query.visitorId) : NO_VISITOR,
  };
}

export function visitorIdOf(text: string | undefined): string {
  if (text === undefined || !VISITOR.test(text))
    throw new Refused('invalid_request', {
      field: 'visitorId',
      rule: 'a UUID',
      message: 'visitorId is missing or no UUID.',
    });
  return text;
}
