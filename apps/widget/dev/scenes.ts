import type { ConnectionStatus, HelpState, LogEvent, Message, TimelineItem } from '@alongside/sdk';

import type { CallScene } from './fake-calls.ts';

/** One state to look at. */
export type Scene = {
  readonly help?: Partial<HelpState>;
  readonly connection?: Partial<ConnectionStatus>;
  readonly timeline?: readonly TimelineItem[];
  readonly typing?: boolean;
  readonly hasEarlier?: boolean;
  readonly call?: CallScene;
};

const NOW = Date.now();
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const error = (code: string, correctiveAction: string) =>
  Object.assign(new Error(code), { code, correctiveAction, retryAfterSeconds: null, field: null }) as never;

let seq = 0;
const AGENT = { kind: 'agent', id: 'a1', name: 'Ayşe Demir' } as const;
const ME = { kind: 'customer', id: 'c1', name: 'Ada' } as const;

const base = (minutes: number) => ({ key: `k${++seq}`, seq, at: ago(minutes) });
const theirs = (minutes: number, text: string, more: Partial<Message> = {}): Message => ({
  ...base(minutes),
  type: 'message',
  kind: 'text',
  clientId: `c${seq}`,
  from: AGENT,
  mine: false,
  text,
  file: null,
  delivery: null,
  progress: null,
  error: null,
  ...more,
});
const mine = (minutes: number, text: string, more: Partial<Message> = {}): Message =>
  theirs(minutes, text, { from: ME, mine: true, delivery: 'read', ...more });
const event = (minutes: number, body: LogEvent['body'], from: LogEvent['from'] = AGENT): LogEvent => ({
  ...base(minutes),
  type: 'event',
  from,
  body,
});
const file = (name: string, mediaType: string, bytes: number, more: object = {}) => ({
  id: `file-${name}`,
  name,
  mediaType,
  bytes,
  ...more,
});

const started = (minutes: number) =>
  event(minutes, { kind: 'contact.started', contactId: 'k', agent: { id: 'a1', name: AGENT.name }, waitedSeconds: 40 });
const active = { phase: 'active', agent: { id: 'a1', name: AGENT.name }, everStarted: true } as const;
const queued = {
  phase: 'waiting',
  isBackground: false,
  standing: { position: 2, wait: { lowSeconds: 60, highSeconds: 200 }, agentsAvailable: true },
} as const;
const waiting = { phase: 'waiting', isBackground: false } as const;

const talk = (): TimelineItem[] => [
  started(9),
  theirs(9, 'Hello Ada, this is Ayşe. How can I help you today?'),
  mine(8, 'Hi! I was charged twice for the same purchase yesterday.'),
  mine(8, 'Here is the shop: https://shop.example.com/orders/48213 — and my receipt number is 48213.'),
  theirs(6, 'Thank you. I can see both charges of € 48.20.'),
  theirs(
    6,
    'The second one is only reserved. It disappears by itself within three days.\nShall I release it for you right away?',
  ),
  mine(1, 'Yes please, that would be great', { delivery: 'read' }),
];

/** Every state worth a look, by name. */
export const SCENES: Readonly<Record<string, () => Scene>> = {
  idle: () => ({}),
  'wait-next': () => ({
    help: { ...waiting, standing: { position: 1, wait: { lowSeconds: 30, highSeconds: 110 }, agentsAvailable: true } },
  }),
  wait: () => ({
    help: {
      ...waiting,
      waitDisplayText: 'Thank you for your patience. Have your card at hand.',
      standing: { position: 4, wait: { lowSeconds: 130, highSeconds: 410 }, agentsAvailable: true },
    },
  }),
  'wait-many': () => ({
    help: {
      ...waiting,
      standing: { position: 23, wait: { lowSeconds: 1900, highSeconds: 6100 }, agentsAvailable: true },
    },
  }),
  'wait-nobody': () => ({ help: { ...waiting, standing: { position: 2, wait: null, agentsAvailable: false } } }),
  'wait-offline': () => ({
    help: { ...waiting, standing: { position: 2, wait: null, agentsAvailable: true } },
    connection: { state: 'reconnecting', error: error('network_lost', 'reconnect') },
  }),
  background: () => ({ help: { ...waiting, isBackground: true } }),
  empty: () => ({ help: active, timeline: [started(0)] }),
  chat: () => ({ help: active, timeline: talk(), typing: true }),
  states: () => ({
    help: active,
    timeline: [
      started(9),
      theirs(8, 'Could you send me a picture of the letter?'),
      mine(7, 'This one was read', { delivery: 'read' }),
      mine(6, 'This one was delivered', { delivery: 'delivered' }),
      mine(5, 'This one was sent', { delivery: 'accepted' }),
      mine(4, 'This one failed', { delivery: 'failed', error: error('idempotency_conflict', 'fix_request') }),
      mine(3, 'This one waits for the connection', { delivery: 'queued', seq: null }),
      mine(3, 'And so does this', { delivery: 'queued', seq: null }),
    ],
    connection: { state: 'reconnecting', error: error('network_lost', 'reconnect'), retryInMs: 4000 },
  }),
  files: () => ({
    help: active,
    timeline: [
      started(9),
      mine(6, '', { kind: 'file', file: file('letter.png', 'image/png', 482_000, { width: 1200, height: 800 }) }),
      mine(5, 'The second page, with the date', {
        kind: 'file',
        file: file('page-2.png', 'image/png', 392_000, { width: 600, height: 900 }),
      }),
      theirs(4, 'Thank you. Please keep this confirmation.', {
        kind: 'file',
        file: file('confirmation-of-the-refund-2026-11-21.pdf', 'application/pdf', 88_213),
      }),
      mine(1, '', {
        kind: 'file',
        delivery: 'queued',
        seq: null,
        progress: 0.42,
        file: { ...file('statement.pdf', 'application/pdf', 2_400_000), id: null },
      }),
      mine(1, '', {
        kind: 'file',
        delivery: 'failed',
        seq: null,
        error: error('file_too_large', 'fix_request'),
        file: { ...file('video.pdf', 'application/pdf', 52_400_000), id: null },
      }),
    ],
  }),
  long: () => ({
    help: active,
    hasEarlier: true,
    timeline: [
      started(3000),
      ...Array.from({ length: 60 }, (_, index) =>
        (index % 3 === 0 ? theirs : mine)(
          2900 - index * 48,
          `Message number ${index + 1}. ${'A few more words. '.repeat(index % 4)}`,
        ),
      ),
    ],
  }),
  hostile: () => ({
    help: active,
    timeline: [
      started(2),
      theirs(
        1,
        '<img src=x onerror=alert(1)><b>bold</b> javascript:alert(1) https://bank.example@evil.example/ http://ok.example/(a) a@b.example',
      ),
      theirs(1, `${'unbroken'.repeat(30)}`),
      mine(1, 'مرحبا، هذا نص عربي مع https://ok.example/path في الوسط'),
    ],
  }),
  requeued: () => ({
    help: {
      ...active,
      phase: 'waiting',
      requeueReason: 'agent_lost',
      standing: { position: 1, wait: { lowSeconds: 20, highSeconds: 100 }, agentsAvailable: true },
    },
    timeline: [
      ...talk(),
      event(0, { kind: 'contact.requeued', contactId: 'k', reason: 'agent_lost', queueName: 'Help' }),
    ],
  }),
  ended: () => ({
    help: { ...active, phase: 'ended', endReason: 'ended_by_agent' },
    connection: { state: 'read-only' },
    timeline: [...talk(), event(0, { kind: 'contact.ended', contactId: 'k', reason: 'ended_by_agent' })],
  }),
  'ended-survey': () => ({
    help: { ...active, phase: 'ended', endReason: 'ended_by_agent', surveyAsked: true },
    connection: { state: 'read-only' },
    timeline: [...talk(), event(0, { kind: 'contact.ended', contactId: 'k', reason: 'ended_by_agent', survey: true })],
  }),
  'ended-thanks': () => ({
    help: { ...active, phase: 'ended', endReason: 'ended_by_agent', surveyAnswered: true },
    connection: { state: 'read-only' },
    timeline: [...talk(), event(0, { kind: 'contact.ended', contactId: 'k', reason: 'ended_by_agent', survey: true })],
  }),
  'wait-call-back': () => ({
    help: {
      ...waiting,
      standing: {
        position: 9,
        wait: { lowSeconds: 900, highSeconds: 2400 },
        agentsAvailable: true,
        callBack: true,
      },
    },
  }),
  'called-back': () => ({
    help: { phase: 'ended', endReason: 'cancelled_by_customer', callBackAsked: true },
    connection: { state: 'read-only' },
  }),
  'wait-ended': () => ({
    help: {
      phase: 'ended',
      endReason: 'ended_by_system',
      endMessage: 'All of us are busy today. Please call 0212 555 00 00.',
    },
    connection: { state: 'read-only' },
  }),
  handed: () => ({
    help: { ...active, agent: { id: 'a2', name: 'Jonas Meijer' } },
    timeline: [
      ...talk(),
      event(3, { kind: 'agent.joined', agent: { id: 'a2', name: 'Jonas Meijer' } }),
      event(2, {
        kind: 'contact.handed_over',
        contactId: 'k',
        from: { id: 'a1', name: AGENT.name },
        to: { id: 'a2', name: 'Jonas Meijer' },
      }),
      theirs(1, 'Hello Ada, I go on from here.', { from: { kind: 'agent', id: 'a2', name: 'Jonas Meijer' } }),
    ],
  }),
  cancelled: () => ({
    help: { phase: 'ended', endReason: 'cancelled_by_customer' },
    connection: { state: 'read-only' },
  }),
  error: () => ({
    help: active,
    timeline: talk(),
    connection: { state: 'error', error: error('session_expired', 'start_again') },
  }),
  'call-prepare': () => ({ help: queued, call: { view: { state: 'requested', answeredAt: null } } }),
  'call-prepare-voice': () => ({
    help: queued,
    call: { view: { kind: 'voice', state: 'requested', answeredAt: null } },
  }),
  'call-refused': () => ({
    help: queued,
    call: { view: { state: 'requested', answeredAt: null }, refuses: 'permission_denied' },
  }),
  'call-no-camera': () => ({
    help: queued,
    call: { view: { kind: 'voice', state: 'requested', answeredAt: null }, refuses: 'no_device' },
  }),
  'call-ready': () => ({
    help: queued,
    call: { view: { state: 'requested', answeredAt: null }, own: 'camera', carried: false },
  }),
  'call-allow': () => ({ help: active, call: { view: { state: 'connecting', answeredAt: null } } }),
  'call-incoming': () => ({
    help: active,
    timeline: talk(),
    call: { view: { state: 'ringing', answeredAt: null }, may: { answer: true } },
  }),
  'call-outgoing': () => ({
    help: active,
    timeline: talk(),
    call: { view: { kind: 'voice', state: 'ringing', answeredAt: null }, own: 'microphone', carried: false },
  }),
  'call-connecting': () => ({
    help: active,
    call: { view: { state: 'connecting', answeredAt: null }, own: 'camera', media: 'connecting' },
  }),
  'call-voice': () => ({
    help: active,
    timeline: talk(),
    call: { view: { kind: 'voice' }, own: 'microphone' },
  }),
  'call-video': () => ({ help: active, timeline: talk(), call: { view: {}, shows: 'face', own: 'camera' } }),
  'call-agent-only': () => ({
    help: active,
    call: { view: {}, shows: 'face', own: 'muted', may: { screen: true } },
  }),
  'call-screen': () => ({
    help: active,
    call: { view: { recording: 'on' }, shows: 'screen', own: 'camera', may: { screen: true }, third: true },
  }),
  'call-consent': () => ({
    help: active,
    call: { view: { recording: 'asked' }, shows: 'face', own: 'camera', may: { consent: true } },
  }),
  'call-poor': () => ({
    help: active,
    call: { view: { recording: 'paused' }, shows: 'face', own: 'camera', link: 'poor', other: { muted: true } },
  }),
  'call-lost': () => ({
    help: active,
    call: { view: {}, shows: 'face', own: 'camera', media: 'interrupted' },
  }),
  'call-held': () => ({ help: active, call: { view: { state: 'held' }, own: 'microphone' } }),
  'call-elsewhere': () => ({ help: active, timeline: talk(), call: { view: {}, elsewhere: true } }),
  'call-broken': () => ({
    help: active,
    timeline: talk(),
    call: { view: { state: 'ended', endReason: 'engine_lost' }, may: { retry: true, end: false } },
  }),
};
