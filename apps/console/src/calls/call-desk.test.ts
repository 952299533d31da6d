import type { CallView } from '@alongside/protocol';
import type { Calls } from '@alongside/sdk/calls';
import { expect, it } from 'vitest';
import type { Console } from '../state/console.ts';
import { createStore } from '../state/store.ts';
import { createCallDesk } from './call-desk.ts';

const NOTHING = { answer: false, end: true, retry: false } as CallView['me']['permissions'];
const party = (id: string, role: string, state = 'present') =>
  ({ id, role, state, name: id }) as CallView['parties'][number];
const view = (over: Partial<CallView> = {}, may: Partial<CallView['me']['permissions']> = {}): CallView =>
  ({
    id: 'call',
    conversationId: 'conversation',
    kind: 'voice',
    state: 'connecting',
    parties: [party('customer', 'customer'), party('me', 'agent', 'joining')],
    ...over,
    me: { partyId: 'me', permissions: { ...NOTHING, ...may }, ...over.me },
  }) as CallView;

function bench({ seen = true, kept = null as string | null, refuses = null as string | null } = {}) {
  const all = createStore<readonly CallView[]>([]);
  const active = createStore<{ callId: string } | null>(null);
  const movedAway = createStore<string | null>(null);
  const off = { state: 'off', track: null, deviceId: null };
  const state = createStore<Record<string, { state: string }>>({ microphone: off, camera: off, screen: off });
  const offers = createStore<{ offers: readonly object[] } | null>(null);
  const asked: string[] = [];
  let memory = kept;
  const calls = {
    all,
    active,
    movedAway,
    local: {
      state,
      async on(source: string) {
        if (refuses) throw Object.assign(new Error('No.'), { code: refuses, source });
        state.update((now) => ({ ...now, [source]: { state: 'on' } }));
      },
      async off(source: string) {
        state.update((now) => ({ ...now, [source]: off }));
      },
    },
    join(callId: string, how: { listensOnly?: boolean }) {
      asked.push(`join ${callId}${how.listensOnly ? ' to listen' : ''}`);
      active.set({ callId });
    },
    standBy(callId: string, kind: string) {
      asked.push(`stand by ${callId} ${kind}`);
      return () => asked.push(`stand down ${callId}`);
    },
    accept: async (callId: string) => asked.push(`accept ${callId}`),
    dismiss(callId: string) {
      asked.push(`dismiss ${callId}`);
      all.update((now) => now.filter(({ id }) => id !== callId));
    },
  };
  const desk = createCallDesk({
    client: { desk: offers } as unknown as Console['client'],
    makeCalls: () => calls as unknown as Calls,
    open: (conversationId) => asked.push(`open ${conversationId}`),
    isSeen: () => seen,
    memory: {
      get: () => memory,
      set: (callId) => {
        memory = callId;
      },
    },
    run: async (_, command) => {
      await command();
      return true;
    },
  });
  const tell = async (...views: CallView[]) => {
    all.set(views);
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { desk, tell, asked, movedAway, active, offers };
}

it('a call that was accepted here is joined with the microphone on, and its chat opens', async () => {
  const { desk, tell, asked } = bench();
  await tell(view());
  expect(asked).toEqual(['join call', 'open conversation']);
  expect(desk.ui.get()).toMatchObject({ view: { id: 'call' }, problem: null });
  await tell(view({ state: 'in_progress', version: 2 }));
  expect(asked.length).toBe(2);
});

it('a window that nobody looks at leaves it to the other, unless it carried the call before a reload', async () => {
  const hidden = bench({ seen: false });
  await hidden.tell(view());
  expect(hidden.asked).toEqual([]);
  const reloaded = bench({ seen: false, kept: 'call' });
  await reloaded.tell(view({ parties: [party('me', 'agent', 'interrupted')] }));
  expect(reloaded.asked).toEqual(['join call', 'open conversation']);
});

it('a call that was taken over by another window is not taken back by itself', async () => {
  const { tell, asked, movedAway, active } = bench();
  await tell(view());
  movedAway.set('call');
  active.set(null);
  await tell(view({ version: 2 }));
  expect(asked).toEqual(['join call', 'open conversation']);
});

it('without a microphone the call is joined all the same, and the panel says why', async () => {
  const { desk, tell, asked } = bench({ refuses: 'permission_denied' });
  await tell(view());
  expect(asked[0]).toBe('join call');
  expect(desk.ui.get().problem).toMatchObject({ code: 'permission_denied', source: 'microphone' });
});

it('a call that is handed over to me in the midst of it opens its chat, once', async () => {
  const { tell, asked } = bench();
  await tell(view({ parties: [party('me', 'third_party', 'joining')] }));
  expect(asked).toEqual(['join call']);
  for (const version of [2, 3]) await tell(view({ version, parties: [party('me', 'agent')] }));
  expect(asked).toEqual(['join call', 'open conversation']);
});

it('who monitors sends nothing; who whispers speaks, and who goes back to listening closes the microphone', async () => {
  const { desk, tell, asked } = bench();
  const as = (role: string, state = 'present') => view({ parties: [party('me', role, state)] });
  const microphone = () => desk.calls.local.state.get().microphone.state;
  await tell(as('monitor', 'joining'));
  expect([asked.at(-1), microphone()]).toEqual(['join call to listen', 'off']);
  await desk.carry(as('whisper'));
  expect([asked.at(-1), microphone()]).toEqual(['join call', 'on']);
  await desk.carry(as('monitor'));
  expect([asked.at(-1), microphone()]).toEqual(['join call to listen', 'off']);
});

it('what rings at me waits for an answer; an ended call goes, and one that broke stays', async () => {
  const { desk, tell, asked } = bench();
  await tell(view({ state: 'ringing' }, { answer: true }));
  expect(desk.ui.get()).toMatchObject({ view: null, ringing: { id: 'call' } });
  expect(asked).toEqual(['stand by call voice']);
  await desk.accept(view());
  await tell(view({ state: 'ended' }));
  expect(asked.slice(1)).toEqual(['accept call', 'stand down call', 'dismiss call']);
  await tell(view({ state: 'ended' }, { retry: true }));
  expect(desk.ui.get().view?.state).toBe('ended');
});

it('the connections of a call that is offered to me are made while it rings, and given up when it goes elsewhere', async () => {
  const { offers, asked, tell } = bench();
  offers.set({ offers: [{ contactId: 'chat' }] });
  expect(asked).toEqual([]);
  const offer = { contactId: 'contact', callId: 'call', helpType: 'VIDEO_CALL' };
  offers.set({ offers: [offer] });
  offers.set({ offers: [offer] });
  expect(asked).toEqual(['stand by call video']);
  await tell(view({ kind: 'video' }));
  offers.set({ offers: [] });
  expect(asked.slice(1)).toEqual(['join call', 'open conversation', 'stand down call']);
  const hidden = bench({ seen: false });
  hidden.offers.set({ offers: [offer] });
  expect(hidden.asked).toEqual([]);
});
