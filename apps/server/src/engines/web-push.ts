import type { WebPush } from '@alongside/domain';
import webPush from 'web-push';

/** Which requests a push service gets; sending them is for the guarded way out. */
export function createWebPush(): WebPush {
  return {
    makeKeys: () => webPush.generateVAPIDKeys(),
    encrypt({ endpoint, keys }, message) {
      try {
        const { headers, body } = webPush.generateRequestDetails(
          { endpoint, keys: { p256dh: plain(keys.p256dh), auth: plain(keys.auth) } },
          message.payload,
          {
            vapidDetails: { subject: message.contact, ...message.keys },
            TTL: message.ttlSeconds,
            topic: message.topic,
            urgency: 'high',
            contentEncoding: 'aes128gcm',
          },
        );
        const { 'Content-Length': _, ...given } = headers as Record<string, string | number>;
        const named = Object.entries(given).map(([name, value]) => [name.toLowerCase(), String(value)] as const);
        return { url: endpoint, headers: Object.fromEntries(named), body: body as Uint8Array };
      } catch {
        // A point that is not on the curve: nobody could read what is encrypted for it.
        return null;
      }
    },
  };
}

const plain = (base64url: string) => base64url.replace(/=+$/, '');
