import { isUuid } from '../rendering/ids.ts';

/** Where the next older page of a thread begins. Empty: the thread's start was reached. */
export const scrollTokenFor = (conversationId: string, before: number | null): string =>
  before === null ? '' : Buffer.from(`${conversationId}:${before}`).toString('base64url');

/** null: no token of ours. */
export function readScrollToken(token: unknown): { conversationId: string; before: number } | null {
  if (typeof token !== 'string' || token.length === 0 || token.length > 200) return null;
  const [conversationId = '', digits = ''] = Buffer.from(token, 'base64url').toString('utf8').split(':');
  return isUuid(conversationId) && /^[1-9]\d{0,14}$/.test(digits) ? { conversationId, before: Number(digits) } : null;
}
