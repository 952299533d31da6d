import type { AgentClient } from '@alongside/sdk/agent';

const KEY = 'alongside.phone.subscription';

export const canWake = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

const WORKER = '/phone/worker.js';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** The page's policy lets no text name a script; this one address is ours. */
function workerAddress(): string {
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return WORKER;
  const rules = { createScriptURL: (url: string) => (url === WORKER ? url : '') };
  return trustedTypes.createPolicy('alongside-phone', rules).createScriptURL(WORKER);
}

export async function registerWorker(): Promise<ServiceWorkerRegistration | null> {
  if (!('serviceWorker' in navigator)) return null;
  return navigator.serviceWorker.register(workerAddress(), { type: 'module', scope: '/phone/' }).catch(() => null);
}

/** From a tap: the browser asks its user. True: calls that ring now wake this device. */
export async function wakeForCalls(client: AgentClient, tenant: string): Promise<boolean> {
  if (!canWake() || (await Notification.requestPermission()) !== 'granted') return false;
  const { publicKey } = await client.call('getPushKey', { query: { tenant } });
  const { pushManager } = await navigator.serviceWorker.ready;
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = subscription.toJSON() as { endpoint: string; keys: { p256dh: string; auth: string } };
  const subscriptionId = localStorage.getItem(KEY) ?? crypto.randomUUID();
  localStorage.setItem(KEY, subscriptionId);
  await client.call('savePhonePush', { params: { subscriptionId }, body: { endpoint, keys } });
  return true;
}

export async function sleepThrough(client: AgentClient): Promise<void> {
  const subscriptionId = localStorage.getItem(KEY);
  if (subscriptionId) await client.call('removePhonePush', { params: { subscriptionId } });
  const { pushManager } = (await navigator.serviceWorker?.getRegistration('/phone/')) ?? {};
  await (await pushManager?.getSubscription())?.unsubscribe();
  localStorage.removeItem(KEY);
}

export const isWoken = (): boolean =>
  localStorage.getItem(KEY) !== null && 'Notification' in window && Notification.permission === 'granted';
