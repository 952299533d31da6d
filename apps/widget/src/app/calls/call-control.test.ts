import type { CallView } from '@alongside/protocol';
import type { Alongside } from '@alongside/sdk';
import { expect, it } from 'vitest';
import { createStore } from '../store.ts';
import { clockText, currentOf, stageOf } from './stage.ts';

const NOTHING = { answer: false, end: true, retry: false } as CallView['me']['permissions'];
const view = (over: Partial<CallView> = {}, may: Partial<CallView['me']['permissions']> = {}): CallView =>
  ({
    id: 'call',
    state: 'in_progress',
    parties: [],
    ...over,
    me: { partyId: 'me', permissions: { ...NOTHING, ...may } },
  }) as CallView;
const facts = { carried: false, movedAway: null, asked: 'not_yet', waits: false } as const;
const stage = (of: CallView | null, over: object = {}) => stageOf({ ...facts, view: of, ...over });

it('shows each state of a call as one screen', () => {
  expect(stage(null)).toBe('none');
  expect(stage(view({ state: 'requested' }), { waits: true })).toBe('prepare');
  expect(stage(view({ state: 'ringing' }, { answer: true }))).toBe('incoming');
  expect(stage(view({ state: 'ringing' }))).toBe('outgoing');
  expect(stage(view({ state: 'connecting' }))).toBe('allow');
  expect(stage(view({ state: 'connecting' }), { asked: 'ready' })).toBe('call');
  expect(stage(view(), { asked: 'listening' })).toBe('call');
  expect(stage(view({ state: 'held' }), { carried: true })).toBe('call');
  expect(stage(view(), { movedAway: 'call', asked: 'ready' })).toBe('elsewhere');
  expect(stage(view({ state: 'ended' }))).toBe('none');
  expect(stage(view({ state: 'ended' }, { retry: true }))).toBe('broken');
});

it('takes the call that goes on before one that broke', () => {
  const broke = view({ id: 'old', state: 'ended' }, { retry: true });
  expect(currentOf([broke, view()])?.id).toBe('call');
  expect(currentOf([broke, view({ id: 'done', state: 'ended' })])?.id).toBe('old');
  expect(currentOf([])).toBeNull();
});

it('writes a running clock', () => {
  expect([0, 65.9, 3723, -4].map(clockText)).toEqual(['0:00', '1:05', '1:02:03', '0:00']);
});

// The control is written against the SDK's interface; the scenes' stand-in plays it without a page.
type Fake = import('@alongside/sdk/calls').Calls;
async function bench(first: CallView, refuses: string | null = null) {
  const { createCallControl } = await import('./call-control.ts');
  const all = createStore<{ views: readonly CallView[] }>({ views: [first] });
  const active = createStore<{ id: string | null }>({ id: null });
  const off = { state: 'off', track: null, deviceId: null };
  const local = createStore<{ [source: string]: { state: string } }>({ microphone: off, camera: off, screen: off });
  const asked: string[] = [];
  const ahead = new Set<string>();
  const on = async (source: string) => {
    if (refuses) throw Object.assign(new Error('No.'), { code: refuses, source });
    local.set({ [source]: { state: 'on' } });
  };
  const calls = {
    all: { get: () => all.get().views, subscribe: (tell: () => void) => all.subscribe(tell) },
    active: {
      get: () => (active.get().id ? { callId: active.get().id } : null),
      subscribe: (tell: () => void) => active.subscribe(tell),
    },
    movedAway: { get: () => null, subscribe: () => () => {} },
    local: {
      state: local,
      on,
      onBoth: async () => {
        await on('microphone');
        await on('camera');
        return null;
      },
      mute: () => asked.push('mute'),
      off: async (source: string) => asked.push(`${source} off`),
    },
    join: (id: string) => {
      asked.push(`join ${id}`);
      active.set({ id });
    },
    standBy: (id: string) => ahead.add(id),
    accept: async (id: string) => asked.push(`accept ${id}`),
    setKind: async (id: string, kind: string) =>
      asked.push(`${id} ${kind} with the camera ${local.get().camera?.state}`),
    dismiss: (id: string) => asked.push(`dismiss ${id}`),
  };
  const help = createStore({ phase: 'active', conversationId: 'conversation' });
  const shown: string[] = [];
  const control = createCallControl({
    calls: calls as unknown as Fake,
    help: help as unknown as Alongside['help'],
    show: () => shown.push('show'),
    isAllowed: async () => false,
  });
  const change = (next: CallView) => all.set({ views: [next] });
  return { control, calls, change, asked, ahead, shown, local };
}

it('is joined by itself once the devices are there, and not before', async () => {
  const { control, change, asked, ahead, shown } = await bench(view({ state: 'connecting' }));
  expect(ahead.size).toBe(0);
  expect([control.ui.get().stage, asked, shown]).toEqual(['allow', [], ['show']]);
  await control.allow(true);
  expect([control.ui.get().stage, asked]).toEqual(['call', ['join call']]);
  change(view({ state: 'in_progress', version: 2 }));
  expect(asked).toEqual(['join call']);
});

it('answers only when the customer can be heard, and says why they cannot', async () => {
  const rings = view({ state: 'ringing' }, { answer: true });
  const refused = await bench(rings, 'permission_denied');
  await refused.control.accept(false);
  expect([refused.asked, refused.control.ui.get().problem?.code]).toEqual([[], 'permission_denied']);
  const { control, asked, ahead } = await bench(rings);
  expect([...ahead]).toEqual(['call']);
  await control.accept(false);
  expect(asked).toEqual(['accept call']);
});

it('makes a voice call a video call when the camera goes on, and never by itself', async () => {
  const { control, asked, change, local } = await bench(view({ kind: 'voice', state: 'in_progress' }));
  await control.allow(false);
  change(view({ kind: 'video', version: 2 }));
  expect(local.get().camera?.state).toBe('off');
  change(view({ kind: 'voice', version: 3 }));
  await control.toggle('camera');
  expect(asked).toEqual(['join call', 'camera off', 'call video with the camera off']);
});

it('lets an ended call go', async () => {
  const { control, change, asked } = await bench(view());
  change(view({ state: 'ended', version: 2 }));
  expect([control.ui.get().stage, asked]).toEqual(['none', ['dismiss call']]);
});
