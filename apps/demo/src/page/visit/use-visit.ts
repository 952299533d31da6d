import { createVisitor, type Invitation, type Visitor } from '@alongside/sdk/visitor';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Preferences } from '../preferences.ts';
import { registerWorker } from './register-worker.ts';

/** The bank's part in visitors and notifications. */
export interface Visit {
  readonly invitation: Invitation | null;
  /** This device, for the start of a help; null before the bank knows its server. */
  id(): Promise<string | null>;
  /** A page of the app came up. */
  see(path: string, title: string): void;
  answer(what: 'displayed' | 'clicked' | 'failed'): void;
  /** Resolves with whether this browser is told of messages from now on. Rejects when its user says no. */
  notify(on: boolean): Promise<boolean>;
}

/** Follows the visit as far as the reader lets the bank. */
export function useVisit(
  server: { readonly url: string; readonly tenant: string } | null,
  { share, notify }: Pick<Preferences, 'share' | 'notify'>,
): Visit {
  const [visitor, setVisitor] = useState<Visitor | null>(null);
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const url = server?.url;
  const tenant = server?.tenant;

  useEffect(() => {
    if (url === undefined || tenant === undefined) return;
    const made = createVisitor({ url, tenant });
    const stop = made.invitation.subscribe(setInvitation);
    setVisitor(made);
    return () => {
      stop();
      made.close();
      setVisitor(null);
    };
  }, [url, tenant]);
  useEffect(() => visitor?.setConsent(share ? 'granted' : 'denied'), [visitor, share]);
  // Again at each start: a subscription that is not renewed runs out.
  useEffect(() => {
    if (visitor && notify && Notification.permission === 'granted')
      void registerWorker()
        .then((registration) => visitor.registerPush(registration))
        .catch(() => {});
  }, [visitor, notify]);

  const see = useCallback(
    (path: string, title: string) => {
      if (share) visitor?.pageView(new URL(path, location.origin).href, title);
    },
    [visitor, share],
  );
  return useMemo(
    () => ({
      invitation,
      id: async () => visitor?.id() ?? null,
      see,
      answer: (what) => visitor?.answerInvitation(what),
      async notify(on) {
        if (!visitor) return false;
        if (on) await visitor.registerPush(await registerWorker());
        else if (Notification.permission === 'granted') await visitor.unregisterPush(await registerWorker());
        return on;
      },
    }),
    [visitor, invitation, see],
  );
}
