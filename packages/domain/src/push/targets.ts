import type { WebPushSubscription } from '@alongside/protocol';
import type { PushTarget } from '../visitors/ports.ts';

/**
 * The browser behind a visitor's token: a page that holds no session of the customer tells its subscription as its token, in JSON. null: the
 * token of some other push service. A visitor's id is a claim, so such a browser is never sent words.
 */
export function browserIn({ pushToken }: PushTarget): WebPushSubscription | null {
  if (!pushToken.startsWith('{')) return null;
  try {
    const { endpoint, keys } = JSON.parse(pushToken) as Partial<WebPushSubscription>;
    if (typeof endpoint !== 'string' || typeof keys?.p256dh !== 'string' || typeof keys.auth !== 'string') return null;
    return { endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } };
  } catch {
    return null;
  }
}
