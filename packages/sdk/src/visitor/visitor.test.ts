import type { NewVisitorEvent } from '@alongside/protocol';
import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryStorage } from '../ports/memory-storage.ts';
import { createVisitor, journeyOf, type Visitor, type VisitorOptions } from './index.ts';

interface Body {
  readonly tenant: string;
  readonly visitorId: string;
  readonly events?: NewVisitorEvent[];
  readonly wait?: boolean;
  readonly consent?: string;
}

const INVITATION = { id: '0b6f0000-0000-4000-8000-000000000001', text: 'May I help?', agentName: 'Ada', at: 'now' };

const open: Visitor[] = [];
afterEach(() => {
  for (const visitor of open.splice(0)) visitor.close();
  vi.unstubAllGlobals();
});

function follow(options: Partial<VisitorOptions> = {}) {
  const bodies: Body[] = [];
  const state = { status: 200, invitation: null as typeof INVITATION | null };
  const visitor = createVisitor({
    url: 'https://help.example',
    tenant: 'bank',
    storage: createMemoryStorage(),
    fetch: async (_url, request) => {
      bodies.push(JSON.parse(String(request?.body)) as Body);
      const body = JSON.stringify(
        state.status === 200
          ? { kept: null, invitation: state.invitation }
          : { error: { code: 'invalid_request', message: 'no' } },
      );
      return {
        ok: state.status === 200,
        status: state.status,
        headers: { get: () => 'application/json' },
        text: async () => body,
        arrayBuffer: async () => new ArrayBuffer(0),
      };
    },
    ...options,
  });
  open.push(visitor);
  const events = () =>
    bodies.flatMap((body) => body.events ?? []).map(({ type, data }) => [type, data?.url ?? data?.name]);
  return { visitor, bodies, state, events };
}

it('sends what happened in one batch, in order, and ends a page when the next one comes', async () => {
  const { visitor, bodies, events } = follow({ consent: 'granted' });
  visitor.pageView('https://bank.example/', 'Home');
  visitor.event('opened menu');
  visitor.pageView('https://bank.example/loans', 'Loans');
  await visitor.flush();
  expect(events()).toEqual([
    ['page_view', 'https://bank.example/'],
    ['custom', 'opened menu'],
    ['page_left', 'https://bank.example/'],
    ['page_view', 'https://bank.example/loans'],
  ]);
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toMatchObject({ tenant: 'bank', visitorId: await visitor.id(), consent: 'granted', wait: true });
});

it('is the same device after a reload', async () => {
  const storage = createMemoryStorage();
  const first = follow({ storage });
  const second = follow({ storage });
  expect(await second.visitor.id()).toBe(await first.visitor.id());
});

it('keeps what could not be sent, and sends it once the server is back; the same event has the same id', async () => {
  let down = true;
  const bodies: Body[] = [];
  const { visitor } = follow({
    random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)), fraction: () => 0 },
    fetch: async (_url, request) => {
      bodies.push(JSON.parse(String(request?.body)) as Body);
      if (down) throw new TypeError('no network');
      const body = JSON.stringify({ kept: null, invitation: null });
      const headers = { get: () => null };
      return { ok: true, status: 200, headers, text: async () => body, arrayBuffer: async () => new ArrayBuffer(0) };
    },
  });
  visitor.conversion('loan', 12);
  await visitor.flush();
  expect(bodies).toHaveLength(1);
  down = false;
  await visitor.flush();
  expect(bodies.at(-1)?.events).toEqual(bodies[0]?.events);
  const sent = bodies.length;
  await visitor.flush();
  expect(bodies).toHaveLength(sent);
});

it('drops what the server refuses for good, and goes on', async () => {
  const { visitor, state, bodies } = follow();
  state.status = 400;
  visitor.event('refused');
  await visitor.flush();
  state.status = 200;
  visitor.event('taken');
  await visitor.flush();
  expect(bodies.at(-1)?.events?.map(({ data }) => data?.name)).toEqual(['taken']);
});

it('yields an invitation with the answer to a page view, says what became of it, and shows it no second time', async () => {
  const { visitor, state, bodies } = follow();
  const seen: (string | undefined)[] = [];
  visitor.invitation.subscribe((invitation) => seen.push(invitation?.text));
  state.invitation = INVITATION;
  visitor.pageView('https://bank.example/', 'Home');
  await visitor.flush();
  visitor.answerInvitation('displayed');
  visitor.answerInvitation('clicked');
  await visitor.flush();
  visitor.pageView('https://bank.example/loans', 'Loans');
  await visitor.flush();
  expect(seen).toEqual(['May I help?', undefined]);
  const told = bodies.flatMap(({ events = [] }) => events).filter(({ type }) => type.startsWith('proactive'));
  expect(told.map(({ type, data }) => [type, data?.actionId])).toEqual([
    ['proactive_displayed', INVITATION.id],
    ['proactive_clicked', INVITATION.id],
  ]);
});

it('says by beacon what was under way when the page goes: a word on consent is not lost with the request', async () => {
  const beacons: Body[] = [];
  vi.stubGlobal('navigator', {
    sendBeacon: (_url: string, body: string) => beacons.push(JSON.parse(body) as Body) > 0,
  });
  let began = (): void => undefined;
  const underWay = new Promise<void>((resolve) => {
    began = resolve;
  });
  const { visitor } = follow({
    fetch: () => {
      began();
      return new Promise(() => undefined);
    },
  });
  visitor.setConsent('denied');
  void visitor.flush();
  await underWay;
  visitor.close();
  expect(beacons).toMatchObject([{ consent: 'denied', visitorId: await visitor.id() }]);
});

it('leaves an invitation that is being read on the page until its reader has answered', async () => {
  const { visitor, state } = follow();
  state.invitation = INVITATION;
  visitor.pageView('https://bank.example/', 'Home');
  await visitor.flush();
  visitor.answerInvitation('displayed');
  state.invitation = null;
  visitor.pageView('https://bank.example/loans', 'Loans');
  await visitor.flush();
  expect(visitor.invitation.get()?.text).toBe('May I help?');
  visitor.answerInvitation('failed');
  expect(visitor.invitation.get()).toBeNull();
});

it('reads campaign and foreign referrer from where the visitor came', () => {
  expect(
    journeyOf(
      'https://bank.example/?utm_source=mail&utm_campaign=big+autumn%21&x=1#top',
      'https://search.example/?q=bank',
    ),
  ).toEqual({ referrer: 'https://search.example/?q=bank', utm: { source: 'mail', campaign: 'big autumn!' } });
  expect(journeyOf('https://bank.example/loans?utm_term=%E0%A4%A', 'https://bank.example/')).toEqual({
    utm: { term: '%E0%A4%A' },
  });
});
