import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Signer } from '@alongside/domain';

/** HMAC-SHA-256 under a key derived from the secret; signatures are base64url. */
export function createSigner(secretKey: string): Signer {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'alongside addresses 1', 32));
  const macOf = (text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();
  return {
    sign: (text) => macOf(text).toString('base64url'),
    verify(text, signature) {
      const given = Buffer.from(signature, 'base64url');
      const right = macOf(text);
      // Another spelling of the same bytes is another text: one signature has one form.
      return (
        given.length === right.length && timingSafeEqual(given, right) && given.toString('base64url') === signature
      );
    },
  };
}
