import { createHash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** Namespace of the ids that this surface derives; never to be changed, since clients keep them. */
const NAMESPACE = Buffer.from('8e3d1c0b6f4a4d1e9a7b52c0de8f3a61', 'hex');

export const isUuid = (text: string): boolean => UUID.test(text);

/** Version 5: the same name is always the same id. */
export function derivedUuid(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** The sender's own id if native clients can read it, else one made of the message's place. */
export const externalMessageId = (conversationId: string, entry: { seq: number; clientId: string | null }): string =>
  entry.clientId !== null && isUuid(entry.clientId) ? entry.clientId : derivedUuid(`${conversationId}/${entry.seq}`);

/** The server's id of a message: where it stands. */
export const messageIdOf = (conversationId: string, seq: number): string => `${conversationId}_${seq}`;

/** null: no id of ours. */
export function placeOfMessage(messageId: string): { conversationId: string; seq: number } | null {
  const [conversationId = '', digits = ''] = messageId.split('_');
  return isUuid(conversationId) && /^[1-9]\d{0,14}$/.test(digits) ? { conversationId, seq: Number(digits) } : null;
}
