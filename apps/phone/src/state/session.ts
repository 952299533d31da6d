/** Who is signed in on this device. The token is kept here and sent to our own server alone. */
export interface Session {
  readonly tenant: string;
  readonly token: string;
  readonly name: string;
  readonly agentId: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

const KEY = 'alongside.phone.session';

export function readSession(storage: Storage = localStorage, now = Date.now()): Session | null {
  try {
    const session = JSON.parse(storage.getItem(KEY) ?? 'null') as Session | null;
    return session && Date.parse(session.expiresAt) > now ? session : null;
  } catch {
    return null;
  }
}

export function keepSession(session: Session | null, storage: Storage = localStorage): void {
  try {
    if (session === null) storage.removeItem(KEY);
    else storage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Storage may be switched off: then the session lasts as long as the page.
  }
}
