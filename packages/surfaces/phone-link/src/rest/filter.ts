import type { ListedCallFilter } from '../ports.ts';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
const LONGEST = 120;
const ANSWERED = ['meetAgent', 'metAgent'];

/** What a call list is asked for, or what is wrong with it. Names that are not known are ignored, as the published wire does. */
export function filterIn(query: Readonly<Record<string, string>>): ListedCallFilter | string {
  const times: { from?: string; to?: string } = {};
  for (const [name, field] of [
    ['start_time_since', 'from'],
    ['start_time_to', 'to'],
  ] as const) {
    const text = query[name];
    if (text === undefined || text === '') continue;
    if (!TIME.test(text) || Number.isNaN(Date.parse(text))) return `${name} must be a time as 2026-11-21T08:00:00Z.`;
    times[field] = new Date(text).toISOString();
  }
  const texts: { number?: string; agentNumber?: string; tempId?: string; callCode?: string } = {};
  for (const [name, field] of [
    ['phone', 'number'],
    ['agent_id', 'agentNumber'],
    ['temp_id', 'tempId'],
    ['call_id', 'callCode'],
  ] as const) {
    const text = query[name]?.trim();
    if (text === undefined || text === '') continue;
    if (text.length > LONGEST) return `${name} is too long.`;
    texts[field] = text;
  }
  const { call_status: status } = query;
  if (status === undefined || status === '') return { ...times, ...texts };
  if (status !== 'miss' && !ANSWERED.includes(status)) return 'call_status must be miss or meetAgent.';
  return { ...times, ...texts, answered: status !== 'miss' };
}
