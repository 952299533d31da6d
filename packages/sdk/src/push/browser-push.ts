import type { WebPushSubscription } from '@alongside/protocol';

/** A browser's PushSubscription fits. */
export interface PushSubscriptionLike {
  readonly endpoint: string;
  readonly options?: { readonly applicationServerKey?: ArrayBuffer | null };
  getKey(name: 'p256dh' | 'auth'): ArrayBuffer | null;
  unsubscribe(): Promise<boolean>;
}

/** A browser's ServiceWorkerRegistration fits. */
export interface ServiceWorkerRegistrationLike {
  readonly pushManager: {
    getSubscription(): Promise<PushSubscriptionLike | null>;
    subscribe(options: {
      userVisibleOnly: boolean;
      applicationServerKey: Uint8Array<ArrayBuffer>;
    }): Promise<PushSubscriptionLike>;
  };
}

/** Base64url without padding. */
function base64url(buffer: ArrayBuffer | null | undefined): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bytes = new Uint8Array(buffer ?? new ArrayBuffer(0));
  let text = '';
  for (let bit = 0; bit < bytes.length * 8; bit += 6) {
    const at = bit >> 3;
    const word = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    text += letters[(word >> (10 - (bit & 7))) & 63];
  }
  return text;
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const bytes = new Uint8Array(new ArrayBuffer((text.length * 6) >> 3));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    held = ((held << 6) | letters.indexOf(letter)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 255;
  }
  return bytes;
}

/**
 * This browser's subscription to the key. One to another key is given up first: nobody could send to it any more. The browser asks its user where
 * nobody has answered yet, so call it from a tap. Rejects as `pushManager.subscribe` does, with NotAllowedError where the user said no.
 */
export async function subscribeBrowser(
  { pushManager }: ServiceWorkerRegistrationLike,
  publicKey: string,
): Promise<WebPushSubscription> {
  const known = await pushManager.getSubscription();
  const same = known !== null && base64url(known.options?.applicationServerKey) === publicKey;
  if (known && !same) await known.unsubscribe();
  const subscription = same
    ? known
    : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) });
  return {
    endpoint: subscription.endpoint,
    keys: { p256dh: base64url(subscription.getKey('p256dh')), auth: base64url(subscription.getKey('auth')) },
  };
}
