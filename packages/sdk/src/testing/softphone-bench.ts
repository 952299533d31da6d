import type { CallParty, CallView, Desk, ErrorCode } from '@alongside/protocol';
import { ERRORS, HTTP_STATUS } from '@alongside/protocol/constants';
import { afterEach } from 'vitest';
import type { SoftphoneEvent } from '../phone/events.ts';
import { createSoftphone, type Softphone } from '../phone/softphone.ts';
import type { TabChannel } from '../phone/voice-tab.ts';
import type { FetchLike } from '../ports/ports.ts';
import { callParty, callView, NOTHING } from './call-view.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeRandom } from './fake-random.ts';
import { FakeRtc } from './fake-rtc.ts';
import { AGENT, FakeServer, wireErrorOf } from './fake-server.ts';

export const NUMBER = '+84912345678';
const EVENTS: readonly SoftphoneEvent[] = [
  'csInitComplete',
  'csInitError',
  'csCallRinging',
  'csAcceptCall',
  'csCustomerAccept',
  'csEndCall',
  'csMuteCall',
  'csUnMuteCall',
  'csHoldCall',
  'csUnHoldCall',
  'showCalloutInfo',
  'showCalloutError',
  'csShowEnableVoice',
  'csShowCallStatus',
  'csShowDeviceType',
  'csCurrentCallId',
  'csListTransferAgent',
  'csTransferCallError',
  'csTransferCallSuccess',
  'csNewCallTransferRequest',
  'csTransferCallResponse',
  'csNotifyReconnecting',
  'csOndisconnected',
];
export const me: CallParty = callParty({ id: 'party-me', role: 'agent', name: AGENT.name });
export const view = (over: Partial<CallView> = {}): CallView =>
  callView({
    kind: 'phone',
    state: 'ringing',
    customer: { name: 'Ada', number: NUMBER },
    parties: [me],
    me: { partyId: me.id, permissions: NOTHING },
    ...over,
  });
/** It rings at me, and I am not in it. */
export const rings = (over: Partial<CallView> = {}) =>
  view({ parties: [], me: { partyId: null, permissions: { ...NOTHING, answer: true } }, ...over });
export const deskOf = (state: 'available' | 'away', offers: readonly object[] = []) =>
  ({
    presence: { state, awayReason: null, capacity: 3, openContacts: 0, since: '', afterContactUntil: null },
    offers,
    conversations: [],
    serverTime: '2026-11-21T00:00:00.000Z',
  }) as unknown as Desk;

const opened: Softphone[] = [];
afterEach(() => {
  for (const phone of opened.splice(0)) phone.close();
});

/** A softphone with a server, devices and time in a test's hands; closed with the test. */
export function softphoneBench(tabs: TabChannel | null = null) {
  const server = new FakeServer();
  server.you = AGENT;
  server.desk = deskOf('away');
  const clock = new FakeClock();
  const rtc = new FakeRtc();
  const told: unknown[][] = [];
  const asked: string[] = [];
  const answers = new Map<string, unknown>([
    ['POST /bank/thirdParty/login', { code: 'ok', user: { token: 'session' } }],
    ['GET /v1/my-calls', { calls: [] }],
  ]);
  const statuses = new Map<string, number>();
  const fetch: FetchLike = async (url, request = {}) => {
    const what = `${request.method ?? 'GET'} ${url.replace('http://help.test', '')}`;
    const answer = answers.get(what);
    if (answer === undefined) return server.fetch(url, request);
    asked.push(request.body === undefined ? what : `${what} ${request.body}`);
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const status = statuses.get(what) ?? 200;
    return {
      ok: status < 300,
      status,
      headers: { get: () => null },
      text: async () => text,
      arrayBuffer: async () => new ArrayBuffer(0),
    };
  };
  const phone = createSoftphone({
    url: 'http://help.test',
    fetch,
    webSocket: server.webSocket,
    wakeups: { subscribe: () => () => {} },
    random: new FakeRandom(),
    clock,
    rtc,
    tabs,
  });
  opened.push(phone);
  for (const event of EVENTS) phone.on(event, (...values: unknown[]) => void told.push([event, ...values]));
  const takeTold = () => told.splice(0);
  return {
    server,
    clock,
    rtc,
    phone,
    asked,
    answers,
    /** What was told since the last look. */
    told: takeTold,
    refuse(what: string, code: ErrorCode) {
      const error = wireErrorOf(code);
      answers.set(what, { error });
      statuses.set(what, HTTP_STATUS[ERRORS[code].kind]);
    },
    status: (what: string, status: number) => void statuses.set(what, status),
    async call(over: CallView) {
      server.push({ t: 'call.state', call: over });
      await settle();
    },
    async desk(desk: Desk) {
      server.push({ t: 'desk', desk });
      await settle();
    },
    async init() {
      const done = phone.csInit('call token', 'bank');
      await settle();
      await clock.advance(200);
      await done;
      await settle();
      return takeTold();
    },
  };
}
export type SoftphoneBench = ReturnType<typeof softphoneBench>;
