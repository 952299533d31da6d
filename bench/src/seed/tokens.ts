import { createHash, randomBytes } from 'node:crypto';

/** A session's token as the server would have made it, with the digest under which it is found. */
export function seedToken(prefix: 'asc' | 'asa', tenantId: string): { token: string; digest: Buffer } {
  const token = `${prefix}_${tenantId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`;
  return { token, digest: createHash('sha256').update(token, 'utf8').digest() };
}
