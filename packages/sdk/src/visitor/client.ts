import type {
  Invitation,
  NewVisitorEvent,
  VisitorDevice,
  VisitorEventData,
  VisitorEventType,
  VisitorJourney,
  VisitorVariable,
} from '@alongside/protocol';
import { createHttp } from '../http.ts';
import { createUuid } from '../ids.ts';
import { createValue, type Observable } from '../observable.ts';
import { type PortOptions, withDefaults } from '../ports/defaults.ts';
import { type ServiceWorkerRegistrationLike, subscribeBrowser } from '../push/browser-push.ts';
import { createTimers } from '../timers.ts';
import { journeyOf } from './journey.ts';
import { createReports, type Facts } from './reports.ts';
import { page as thisPage } from './page.ts';

export interface VisitorOptions extends Omit<PortOptions, 'webSocket' | 'wakeups'> {
  /** Origin of the server, http or https. */
  readonly url: string;
  /** The tenant's domain word. */
  readonly tenant: string;
  /** The visitor's word, where the app knows it. Without it the tenant's own rule decides. */
  readonly consent?: 'granted' | 'denied';
  /** Milliseconds between two looks for an invitation while a page is open and seen; 30,000 by default, 0: only with page views. */
  readonly invitationEvery?: number;
}

/** The device that a page or an app runs on, before and beside any conversation. Nothing here rejects but the push calls: what cannot be told is lost. */
export interface Visitor {
  /** The device's id, made once and kept: give it to `startOnlineHelp` as `visitorId`, and the trail stands beside the chat. */
  id(): Promise<string>;
  /** A page came up; the one before it is left. */
  pageView(url: string, title: string): void;
  /** The page is gone, and no other came. When a browser's page closes this is told by itself. */
  leftPage(): void;
  conversion(type: string, value?: number): void;
  /** Something that the company has a name for. */
  event(name: string): void;
  /** The chat's window was opened. */
  chatOpened(): void;
  /** What is left out stays as it was. */
  describe(facts: { device?: VisitorDevice; journey?: VisitorJourney; variables?: readonly VisitorVariable[] }): void;
  /** Declined: what was gathered of this device is erased. */
  setConsent(consent: 'granted' | 'denied'): void;
  /** An agent's invitation that waits to be shown; null: none. */
  readonly invitation: Observable<Invitation | null>;
  /** What became of the invitation: shown first, and it is no longer waiting; then what its reader did. */
  answerInvitation(what: 'displayed' | 'clicked' | 'succeeded' | 'failed'): void;
  /** Notifications for a page that holds no session of its own, as beside the widget. From a tap: the browser may ask. Rejects as it does. */
  registerPush(registration: ServiceWorkerRegistrationLike): Promise<void>;
  unregisterPush(registration: ServiceWorkerRegistrationLike): Promise<void>;
  /** Resolves when what was told before has been sent, or lost. */
  flush(): Promise<void>;
  /** Ends every timer and listener; what waits is sent as when a page closes. */
  close(): void;
}

/** No socket is needed here. */
class NoSocket {
  constructor() {
    throw new Error('Visitors need no socket.');
  }
  addEventListener() {}
  send() {}
  close() {}
}

const LONGEST_SECONDS = 86_400;
/** After so long on one page nobody is looked after any more. */
const WATCHED_MS = 15 * 60_000;

export function createVisitor(options: VisitorOptions): Visitor {
  const { url, tenant, consent, invitationEvery = 30_000 } = options;
  const ports = withDefaults({ ...options, webSocket: NoSocket }, 'alongside');
  const { storage, random, logger } = ports;
  const timers = createTimers(ports.clock);
  const http = createHttp({ url, timers, fetch: ports.fetch, cookies: false, bearer: () => null });
  const invitation = createValue<Invitation | null>(null, logger);
  let shown: string | null = null;
  let open: { url: string; title: string; since: number } | null = null;
  let looking = () => {};
  let made: Promise<string> | null = null;

  const id = () => {
    // Two pages that come up together are one device.
    made ??= ports.locks.withLock(`alongside/${tenant}/visitor`, async () => {
      const place = `alongside/${tenant}/visitor`;
      const known = await storage.getItem(place).catch(() => null);
      if (known) return known;
      const fresh = createUuid(random);
      await storage.setItem(place, fresh).catch((error) => logger.warn('The visitor could not be kept.', { error }));
      return fresh;
    });
    return made;
  };
  const reports = createReports({
    tenant,
    http,
    timers,
    random,
    logger,
    id,
    invited: (waiting) => {
      // Shown, it waits no longer on the server, and is still being read here.
      if (waiting ? waiting.id !== shown : invitation.get()?.id !== shown) invitation.set(waiting);
    },
  });
  // A beacon cannot wait for it.
  void id().then((visitorId) => reports.knows(visitorId));
  const tell = (type: VisitorEventType, data?: VisitorEventData) => {
    const event: NewVisitorEvent = {
      id: createUuid(random),
      type,
      at: new Date(timers.now()).toISOString(),
      ...(data && { data }),
    };
    reports.add(event);
  };
  const describe = (facts: Facts) => reports.describe(facts);

  const look = () => {
    looking();
    if (invitationEvery <= 0) return;
    looking = timers.after(invitationEvery, () => {
      if (open && timers.now() - open.since < WATCHED_MS) {
        if (thisPage.seen()) void reports.ask();
        look();
      }
    });
  };
  const leave = () => {
    if (!open) return;
    const { since, ...page } = open;
    open = null;
    const seconds = Math.min(LONGEST_SECONDS, Math.max(0, Math.round((timers.now() - since) / 1000)));
    tell('page_left', { ...page, seconds });
  };
  const view = (address: string, title: string) => {
    leave();
    open = { url: address.slice(0, 2000), title: title.slice(0, 500), since: timers.now() };
    tell('page_view', { url: open.url, title: open.title });
    look();
  };

  const address = thisPage.address();
  describe({
    ...(consent && { consent }),
    ...(address && { journey: journeyOf(address, thisPage.referrer()) }),
    ...(thisPage.language() && { device: { language: thisPage.language()! } }),
  });
  let left: { url: string; title: string } | null = null;
  const stop = thisPage.watch({
    hidden: () => reports.beacon(url),
    gone() {
      left = open;
      leave();
      reports.beacon(url);
    },
    back() {
      if (left) view(left.url, left.title);
      left = null;
    },
  });

  return {
    id,
    pageView: view,
    leftPage: leave,
    conversion: (conversionType, conversionValue) =>
      tell('conversion', { conversionType, ...(conversionValue !== undefined && { conversionValue }) }),
    event: (name) => tell('custom', { name }),
    chatOpened: () => tell('chat_opened'),
    describe,
    setConsent: (word) => describe({ consent: word }),
    invitation,
    answerInvitation(what) {
      const waiting = invitation.get();
      const actionId = waiting?.id ?? shown;
      if (!actionId) return;
      tell(`proactive_${what}`, { actionId });
      shown = actionId;
      if (what !== 'displayed') invitation.set(null);
    },
    async registerPush(registration) {
      const { publicKey } = await http.json<{ publicKey: string }>('GET', '/v1/push-key', { query: { tenant } });
      describe({ pushToken: JSON.stringify(await subscribeBrowser(registration, publicKey)) });
      await reports.flush();
    },
    async unregisterPush({ pushManager }) {
      describe({ pushToken: null });
      await (await pushManager.getSubscription())?.unsubscribe();
      await reports.flush();
    },
    flush: () => reports.flush(),
    close() {
      stop();
      reports.beacon(url);
      timers.close();
    },
  };
}
