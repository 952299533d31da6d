import { createUuid } from '../ids.ts';
import type { Ports } from '../ports/defaults.ts';
import { type ServiceWorkerRegistrationLike, subscribeBrowser } from '../push/browser-push.ts';
import type { ChannelSession } from './session.ts';

/** Notifications of a customer's browser. The subscription's id is kept on the device, so that a repeat replaces what was there. */
export function createChannelPush(tenant: string, session: ChannelSession, { storage, random }: Ports) {
  const place = `${session.prefix}push`;
  const path = (id: string) => `/v1/channel-sessions/push/${id}`;

  async function remove(): Promise<void> {
    const id = await storage.getItem(place);
    if (!id) return;
    await session.json('DELETE', path(id));
    await storage.removeItem(place);
  }

  return {
    remove,
    async register(registration: ServiceWorkerRegistrationLike): Promise<void> {
      const { publicKey } = await session.json<{ publicKey: string }>('GET', '/v1/push-key', { query: { tenant } });
      const subscription = await subscribeBrowser(registration, publicKey);
      const id = (await storage.getItem(place)) ?? createUuid(random);
      await storage.setItem(place, id);
      await session.json('PUT', path(id), { body: subscription });
    },
    async unregister({ pushManager }: ServiceWorkerRegistrationLike): Promise<void> {
      await remove();
      await (await pushManager.getSubscription())?.unsubscribe();
    },
  };
}
