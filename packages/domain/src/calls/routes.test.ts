import { expect, test } from 'vitest';
import type { CallRecord, PartyRecord } from './ports.ts';
import { expectedRoutesOf, routesOf } from './routes.ts';

const party = (id: string, role: PartyRecord['role'], more: Partial<PartyRecord> = {}): PartyRecord => ({
  id,
  role,
  device: 'browser',
  state: 'present',
  name: id,
  agentId: null,
  number: null,
  muted: false,
  camera: false,
  screen: false,
  held: false,
  consult: false,
  takesOver: false,
  joinedAt: null,
  leftAt: null,
  endCause: null,
  loss: null,
  jitterMilliseconds: null,
  mos: null,
  ...more,
});
const C = party('C', 'customer');
const A = party('A', 'agent');
const T = party('T', 'third_party');
const heard = (parties: PartyRecord[], call: Partial<CallRecord> = {}) =>
  routesOf({ state: 'in_progress', kind: 'voice', ...call, parties })
    .filter(({ kinds }) => kinds.includes('audio'))
    .map(({ from, to }) => `${from}>${to}`)
    .sort()
    .join(' ');
const held = (who: PartyRecord) => ({ ...who, held: true });

test.each<[what: string, parties: PartyRecord[], heard: string, call?: Partial<CallRecord>]>([
  ['two talk', [C, A], 'A>C C>A'],
  ['alone, nobody', [C], ''],
  ['on hold the customer hears nothing and is not heard', [held(C), A], '', { state: 'held' }],
  ['a third party is heard by all and hears all', [C, A, T], 'A>C A>T C>A C>T T>A T>C'],
  [
    'while they consult, the customer is out of it',
    [held(C), A, { ...T, consult: true }],
    'A>T T>A',
    { state: 'held' },
  ],
  ['who is asked, and has not answered, hears nothing', [C, A, { ...T, state: 'ringing' }], 'A>C C>A'],
  ['who has left hears nothing', [C, A, { ...T, state: 'left' }], 'A>C C>A'],
  ['whoever is interrupted keeps the place', [{ ...C, state: 'interrupted' }, A], 'A>C C>A'],
  ['monitor: hears both, heard by nobody', [C, A, party('M', 'monitor')], 'A>C A>M C>A C>M'],
  ['whisper: heard by the agent alone', [C, A, party('W', 'whisper')], 'A>C A>W C>A C>W W>A'],
  ['whisper: not by a third party either', [C, A, T, party('W', 'whisper')], 'A>C A>T A>W C>A C>T C>W T>A T>C T>W W>A'],
  ['barge: heard by all', [C, A, party('B', 'barge')], 'A>B A>C B>A B>C C>A C>B'],
  [
    'two supervisors: a whisper is for the agent, not for the one who listens',
    [C, A, party('M', 'monitor'), party('W', 'whisper')],
    'A>C A>M A>W C>A C>M C>W W>A',
  ],
  ['whoever is held is not overheard either', [held(C), A, party('M', 'monitor')], 'A>M', { state: 'held' }],
  ['a call that waits between two agents is silent', [held(C)], '', { state: 'requested' }],
  ['a call that rings is silent', [C, A], '', { state: 'ringing' }],
  ['a call that is over is silent', [C, A], '', { state: 'ended' }],
])('[CALL6] %s', (_what, parties, expected, call) => {
  expect(heard(parties, call)).toBe(expected);
});

test('[CALL6] pictures go where sound goes, to browsers, in a video call; a screen in any; a whisper is sound alone', () => {
  const phone = party('P', 'third_party', { device: 'telephone' });
  const table = (kind: CallRecord['kind'], parties: PartyRecord[]) =>
    Object.fromEntries(
      routesOf({ state: 'in_progress', kind, parties }).map(({ from, to, kinds }) => [`${from}>${to}`, kinds.join()]),
    );
  expect(table('video', [C, A])).toEqual({ 'C>A': 'audio,video,screen', 'A>C': 'audio,video,screen' });
  expect(table('voice', [C, A])).toEqual({ 'C>A': 'audio,screen', 'A>C': 'audio,screen' });
  expect(table('video', [A, phone])).toEqual({ 'A>P': 'audio', 'P>A': 'audio' });
  expect(table('video', [A, party('W', 'whisper')])).toMatchObject({ 'W>A': 'audio' });
});

test('while a call rings its table after the answer is expected, of who is asked and of an agent who is no party yet', () => {
  const expected = (parties: PartyRecord[], standbyId: string | null = null, state: CallRecord['state'] = 'ringing') =>
    expectedRoutesOf({ state, kind: 'video', parties }, standbyId)
      .map(({ from, to, kinds }) => `${from}>${to} ${kinds.join('+')}`)
      .sort();
  const all = 'audio+video+screen';
  expect(expected([C, { ...A, state: 'ringing' }])).toEqual([`A>C ${all}`, `C>A ${all}`]);
  expect(expected([C], 'S')).toEqual([`C>S ${all}`, `S>C ${all}`]);
  expect(expected([C, { ...T, state: 'left' }])).toEqual([]);
  for (const state of ['requested', 'connecting', 'in_progress', 'held', 'ended'] as const)
    expect(expected([C, A], 'S', state)).toEqual([]);
});
