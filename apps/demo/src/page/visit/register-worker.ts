interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let known: Promise<ServiceWorkerRegistration> | null = null;

/** The bank's service worker. Its page allows scripts only from trusted addresses; this is the one it names itself. */
export function registerWorker(): Promise<ServiceWorkerRegistration> {
  known ??= (async () => {
    const address = '/push-worker.js';
    const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
    const policy = trustedTypes?.createPolicy('meridian-worker', { createScriptURL: () => address });
    await navigator.serviceWorker.register(policy?.createScriptURL(address) ?? address, { type: 'module' });
    return navigator.serviceWorker.ready;
  })().catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}
