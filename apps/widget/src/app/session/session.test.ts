import { describe, expect, it } from 'vitest';
import { createMock } from '../../../dev/mock.ts';
import type { FrameMessage } from '../../bridge/messages.ts';
import type { CallsUi } from '../calls/calls-ui.tsx';
import { createOpenMemory } from './open-memory.ts';
import { createSession } from './session.ts';
import { createUiState } from './ui-state.ts';

const REQUEST = {
  customerId: '1',
  customerName: 'Ada',
  helpType: 'CHAT',
  transactionHash: 'good',
  isLoggedIn: true,
  isBackground: false,
} as const;

function setUp(scene = 'idle', stored: Record<string, string> = {}) {
  const mock = createMock(scene, null, { instant: true });
  const told: FrameMessage[] = [];
  const calls: CallsUi = { Stage: () => null, Choice: () => null, Start: () => null };
  const timers: (() => void)[] = [];
  const ui = createUiState('hidden');
  const memory = createOpenMemory(() => ({
    getItem: (key) => stored[key] ?? null,
    setItem: (key, value) => {
      stored[key] = value;
    },
    removeItem: (key) => {
      delete stored[key];
    },
  }));
  const session = createSession({
    alongside: mock.alongside,
    ui,
    memory,
    tell: (message) => void told.push(message),
    openCalls: async () => calls,
    setTimeout: (task) => timers.push(task),
  });
  const wishes = () => told.filter((message) => message.t === 'wish').map(({ open, focus }) => ({ open, focus }));
  const call = async (method: 'startAnonymousOnlineHelp' | 'closeMessaging' | 'forget', params: unknown = {}) => {
    session.hear({ t: 'call', id: 7, method, params });
    for (;;) {
      const reply = told.find((message) => message.t === 'reply');
      if (reply) return reply;
      await Promise.resolve();
    }
  };
  const answer = () => mock.setPhase({ phase: 'active', everStarted: true, agent: { id: 'a', name: 'Ayşe' } });
  const last = <T extends FrameMessage['t']>(t: T) => told.findLast((message) => message.t === t);
  return { ...mock, answer, call, last, session, stored, timers, told, ui, wishes };
}

describe('the session', () => {
  it('answers the host page and opens the panel for our own wait screen', async () => {
    const { call, last, wishes } = setUp();
    expect(await call('startAnonymousOnlineHelp', REQUEST)).toEqual({ t: 'reply', id: 7, ok: true, value: undefined });
    expect(wishes()).toEqual([{ open: true, focus: true }]);
    expect(last('state')).toEqual({ t: 'state', state: 'STARTED' });
    expect(last('active')).toEqual({ t: 'active', active: true });
  });

  it('draws nothing in the background until an agent starts, and then leaves the caret where it is', async () => {
    const { answer, call, last, wishes } = setUp();
    await call('startAnonymousOnlineHelp', { ...REQUEST, isBackground: true });
    expect(wishes()).toEqual([]);
    expect(last('active')).toEqual({ t: 'active', active: false });
    answer();
    expect(wishes()).toEqual([{ open: true, focus: false }]);
    expect(last('state')).toEqual({ t: 'state', state: 'CHAT_INPROGRESS' });
  });

  it('does not open a panel that the customer has hidden', async () => {
    const { answer, call, last, session, wishes } = setUp();
    await call('startAnonymousOnlineHelp', REQUEST);
    session.hear({ t: 'view', view: 'open', sheet: false });
    session.hear({ t: 'view', view: 'bubble', sheet: false });
    answer();
    expect(wishes()).toHaveLength(1);
    expect(last('active')).toEqual({ t: 'active', active: true });
  });

  it('passes a refusal on as plain data and shows it with its code', async () => {
    const { call, ui, wishes } = setUp();
    const error = { errorCode: 'DLGEXCP_AUTH_REQUEST', errorMsg: 'Refused.', correctiveAction: 'start_again' };
    expect(await call('startAnonymousOnlineHelp', { ...REQUEST, transactionHash: 'bad' })).toEqual({
      t: 'reply',
      id: 7,
      ok: false,
      error,
    });
    expect(ui.get().failure).toEqual({ ...error, closed: false });
    expect(wishes()).toEqual([{ open: true, focus: true }]);
  });

  it.each([
    ['in the background', { ...REQUEST, isBackground: true, transactionHash: 'bad' }],
    ['of the parameters', { ...REQUEST, customerId: '' }],
  ])('shows no panel for a refusal %s', async (_, request) => {
    const { call, timers, ui, wishes } = setUp();
    expect(await call('startAnonymousOnlineHelp', request)).toMatchObject({ ok: false });
    for (const task of timers) task();
    expect([ui.get().failure, ui.get().starting, wishes()]).toEqual([null, false, []]);
  });

  it('hides the panel when the host page cancels the wait', async () => {
    const { call, last, wishes } = setUp('wait');
    expect(await call('closeMessaging')).toMatchObject({ ok: true, value: { outcome: 'cancelled' } });
    expect(wishes()).toEqual([{ open: false, focus: false }]);
    expect(last('active')).toEqual({ t: 'active', active: false });
  });

  it.each([
    ['opens a chat that was open', 'chat', { 'alongside.open': '1' }, [{ open: true, focus: false }]],
    ['leaves a chat hidden that was hidden', 'chat', { 'alongside.open': '0' }, []],
    ['opens a chat that began while the page was away', 'chat', {}, [{ open: true, focus: false }]],
    ['draws no wait of the host app', 'background', {}, []],
    ['has nothing to show', 'idle', {}, []],
  ])('after a reload %s', (_, scene, stored, wanted) => {
    const { last, session, wishes } = setUp(scene, stored as unknown as Record<string, string>);
    session.hear({ t: 'init', kept: {} });
    expect(wishes()).toEqual(wanted);
    expect(last('state')).toBeDefined();
  });

  it('keeps its button after the end until the customer has seen it', () => {
    const { last, session } = setUp('ended');
    session.hear({ t: 'init', kept: {} });
    expect(last('active')).toEqual({ t: 'active', active: true });
    session.hear({ t: 'view', view: 'open', sheet: false });
    session.hear({ t: 'view', view: 'hidden', sheet: false });
    expect(last('active')).toEqual({ t: 'active', active: false });
  });

  it('ends the chat, forgets it and hides the panel when the host page says so', async () => {
    const { call, help, last, stored, wishes } = setUp('chat', { 'alongside.open': '1' });
    const ends: (string | null)[] = [];
    help.subscribe(({ endReason }) => ends.push(endReason));
    expect(await call('forget')).toMatchObject({ ok: true });
    expect(ends).toContain('ended_by_customer');
    expect([help.get().phase, stored, wishes()]).toEqual(['idle', {}, [{ open: false, focus: false }]]);
    expect(last('active')).toEqual({ t: 'active', active: false });
    expect(last('state')).toEqual({ t: 'state', state: 'NO_CHAT' });
  });

  it('tells how many messages are unread', () => {
    const { last, status } = setUp('chat');
    status.set({ unread: 3 });
    expect(last('unread')).toEqual({ t: 'unread', count: 3 });
  });

  it('lets the customer choose the kind of help where the page gives several', async () => {
    const { call, help, ui, wishes } = setUp();
    const started = call('startAnonymousOnlineHelp', { ...REQUEST, helpType: ['CHAT', 'VIDEO_CALL'] });
    await expect.poll(() => ui.get().choice?.kinds).toEqual(['CHAT', 'VIDEO_CALL']);
    expect([wishes(), help.get().phase]).toEqual([[{ open: true, focus: true }], 'idle']);
    ui.get().choice?.choose('VIDEO_CALL');
    expect(await started).toMatchObject({ ok: true });
    expect([ui.get().choice, help.get().phase]).toEqual([null, 'waiting']);
  });

  it('starts nothing when the panel is closed over that choice', async () => {
    const { call, help, session, ui } = setUp();
    session.hear({ t: 'view', view: 'open', sheet: false });
    const started = call('startAnonymousOnlineHelp', { ...REQUEST, helpType: ['CHAT', 'VOICE_CALL'] });
    await expect.poll(() => ui.get().choice).not.toBeNull();
    session.hear({ t: 'view', view: 'hidden', sheet: false });
    expect(await started).toMatchObject({ ok: false, error: { correctiveAction: 'none' } });
    expect([ui.get().choice, help.get().phase]).toEqual([null, 'idle']);
  });
});
