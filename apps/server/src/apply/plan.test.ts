import type { ChannelSettings } from '@alongside/protocol';
import { expect, test } from 'vitest';
import type { Configuration } from './administration.ts';
import { wantedChannel } from './channels.ts';
import { planOf } from './plan.ts';
import { References } from './references.ts';
import { readTenantFile, TenantFileFaults } from './read-tenant-file.ts';
import { wantedNumber } from './telephones.ts';

let ids = 0;
const means = { uuid: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`, password: () => 'a b c d' };
const cards = { id: '10000000-0000-4000-8000-000000000001', name: 'Cards', description: '' };
const help = {
  id: '20000000-0000-4000-8000-000000000001',
  name: 'Help',
  isDefault: true,
  priority: 0,
  rings: [{ afterSeconds: 0, requirements: [] }],
  offerSeconds: null,
  hoursId: null,
  maxWaitSeconds: null,
  maxWaitMessage: '',
  overflow: null,
  callBackAfterSeconds: null,
  afterContactSeconds: 0,
  preferLastAgentHours: 0,
  serviceLevel: { seconds: 60, goal: 80 },
  externalRouter: null,
  survey: false,
};
const now: Configuration = {
  tenant: {
    name: 'Bank',
    colour: '#000000',
    logoUrl: null,
    origins: [],
    defaultLocale: 'en',
    timeZone: 'UTC',
    transactionHashSeconds: 300,
    offerSeconds: 30,
  },
  contactWeights: { CHAT: 1, VOICE_CALL: 3, VIDEO_CALL: 3 },
  cobrowse: {
    privateByDefault: false,
    rules: [],
    viewable: [],
    interactive: [],
    recording: { allowed: false, days: 30, minutes: 60, megabytes: 100 },
  },
  calls: {
    recording: 'never',
    consent: 'ask',
    recordingDays: 90,
    country: 'NL',
    countriesAllowed: [],
    closedPrefixes: [],
    caps: { concurrent: 0, perMinute: 0, minutesPerDay: 0, spendPerDay: 0, centsPerMinute: 0 },
  },
  trunks: [],
  phoneNumbers: [{ number: '+31200000001', queueId: help.id, greeting: null, menu: [] }],
  skills: [cards],
  businessHours: [],
  webhooks: [],
  queues: [help],
  people: [
    {
      id: '30000000-0000-4000-8000-000000000001',
      name: 'Elif',
      email: 'elif@bank.example',
      role: 'agent',
      staffNumber: null,
      disabled: false,
      capacity: 3,
      limits: {},
      skills: [{ skillId: cards.id, level: 3 }],
      outOfOffice: null,
    },
  ],
  cannedReplies: [],
  channels: [],
};
const shown = (text: string) =>
  planOf(readTenantFile(text), now, means).map(({ sign, what, changes }) => [sign, what, ...changes]);
const faultsOf = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof TenantFileFaults) return error.faults;
    throw error;
  }
  return [];
};

test('a file that says what is there already has nothing to do', () => {
  expect(
    shown(`
alongside: 1
tenant: {name: Bank}
skills: [{name: cards}]
queues: [{name: Help, default: true, rings: [{afterSeconds: 0, requirements: {}}], serviceLevel: {goal: 80, seconds: 60}}]
people: [{email: ELIF@bank.example, capacity: 3, skills: {Cards: 3}}]
`),
  ).toEqual([['~', 'skill "cards"', 'name: Cards → cards']]);
});

test('what differs is named field by field, and what the file leaves out is left alone', () => {
  expect(
    shown(`
alongside: 1
tenant: {timeZone: Europe/Istanbul}
queues: [{name: Help, priority: 2, rings: [{afterSeconds: 0, requirements: {Cards: 2}}]}]
people: [{email: elif@bank.example, capacity: 5}]
`),
  ).toEqual([
    ['~', 'settings of the company', 'timeZone: UTC → Europe/Istanbul'],
    [
      '~',
      'queue "Help"',
      'priority: 0 → 2',
      expect.stringContaining('rings: [{"afterSeconds":0,"requirements":[]}] → [{"afterSeconds":0,"requirements":[{'),
    ],
    ['~', 'person elif@bank.example', 'capacity: 3 → 5'],
  ]);
});

test('new queues that overflow into each other are made first and then point to each other', async () => {
  const file = readTenantFile(`
alongside: 1
queues:
  - {name: One, overflow: {afterSeconds: 60, queue: Two}}
  - {name: Two, overflow: {afterSeconds: 60, queue: One}}
`);
  const called: { path: string; overflow: string | null }[] = [];
  for (const step of planOf(file, now, means))
    await step.run({
      async call<T>(_method: string, path: string, body?: unknown) {
        const { overflow } = body as { overflow: { queueId: string } | null };
        called.push({ path: path.split('/').at(-1) ?? '', overflow: overflow?.queueId ?? null });
        return undefined as T;
      },
    });
  const [one, two] = called.map(({ path }) => path);
  expect(called).toEqual([
    { path: one, overflow: null },
    { path: two, overflow: null },
    { path: one, overflow: two },
    { path: two, overflow: one },
  ]);
});

test('a channel is found by its id, else by its name, and points to queue and hours by theirs', () => {
  const id = 'chat_40000000-0000-4000-8000-000000000001';
  const text = `alongside: 1
channels:
  - {id: ${id}, name: App, mode: single, queue: Help}
  - {name: Website, mode: live}
`;
  const steps = planOf(readTenantFile(text), now, means);
  expect(steps.map(({ sign, what }) => [sign, what])).toEqual([
    ['+', 'channel "App"'],
    ['+', 'channel "Website"'],
  ]);
  const website = 'chat_40000000-0000-4000-8000-000000000002';
  const made = wantedChannels(text, now, website);
  expect(made[0]).toMatchObject({ id, queueId: help.id, mode: 'single', identity: 'anonymous' });
  const after = { ...now, channels: made.map((channel) => ({ ...channel, openIdSecretSet: true })) };
  expect(planOf(readTenantFile(text), after, means)).toEqual([]);
  const renamed = planOf(readTenantFile(text.replace('name: App', 'name: Bank app')), after, means);
  expect(renamed.map(({ sign, changes }) => [sign, ...changes])).toEqual([['~', 'name: App → Bank app']]);
  const fewer = planOf(readTenantFile(`alongside: 1\nprune: true\nchannels: [{name: website}]\n`), after, means);
  expect(fewer.map(({ sign, what }) => [sign, what])).toEqual([
    ['~', 'channel "website"'],
    ['-', 'channel "App"'],
  ]);
});

/** The channels of a file as they would be stored; the one without an id gets this one. */
function wantedChannels(text: string, before: Configuration, id: string): ChannelSettings[] {
  const file = readTenantFile(text);
  const references = new References(file, before, means);
  return (file.channels ?? []).map((channel) => wantedChannel({ id, ...channel }, before, references, means));
}

test('numbers lead to queues by their names, trunks are found by theirs, and rules of calls are changed in place', () => {
  const text = `alongside: 1
calls: {country: TR}
trunks: [{name: Carrier, host: sip.carrier.example, callerNumber: "+902121234567", username: bank}]
phoneNumbers:
  - {number: "+902121234567", queue: Help, greeting: welcome, menu: [{digit: "1", queue: Help}], voicemail: {greeting: null, maxSeconds: 60}}
`;
  const steps = planOf(readTenantFile(text), now, means);
  expect(steps.map(({ sign, what, changes }) => [sign, what, ...changes])).toEqual([
    ['~', 'settings of calls', 'country: NL → TR'],
    ['+', 'trunk "Carrier"'],
    ['+', 'number +902121234567'],
  ]);
  const said = readTenantFile(text).phoneNumbers?.[0];
  const number = wantedNumber(said!, now, new References({ alongside: 1 }, now, means));
  expect(number).toMatchObject({ queueId: help.id, menu: [{ digit: '1', queueId: help.id }] });
  const after = { ...now, calls: { ...now.calls, country: 'TR' }, phoneNumbers: [...now.phoneNumbers, number] };
  const again = planOf(readTenantFile(text.replace(/^trunks.*$/m, '')), after, means);
  expect(again).toEqual([]);
  const fewer = planOf(readTenantFile('alongside: 1\nprune: true\nphoneNumbers: []\n'), now, means);
  expect(fewer.map(({ sign, what }) => [sign, what])).toEqual([['-', 'number +31200000001']]);
  expect(() =>
    planOf(readTenantFile(text.replace('queue: Help, greeting', 'queue: Nobody, greeting')), now, means),
  ).toThrow('number +902121234567 fills the queue "Nobody"');
});

test('only with prune is removed what the file does not name, and people never are', () => {
  const text = 'alongside: 1\nskills: []\npeople: []\n';
  expect(shown(text)).toEqual([]);
  expect(shown(`${text}prune: true\n`)).toEqual([['-', 'skill "Cards"']]);
});

test('every fault is said with its line: unknown fields, wrong values, names that nothing has, names twice', () => {
  expect(
    faultsOf(() => readTenantFile('alongside: 1\nqueues:\n  - name: Help\n    prioritty: 2\n    maxWaitSeconds: 1\n')),
  ).toEqual(['line 3: queues › 0 has no field "prioritty"', 'line 5: queues › 0 › maxWaitSeconds must be >= 10']);
  expect(faultsOf(() => readTenantFile('alongside: 1\nskills: [{name: A}, {name: a}]\n'))).toEqual([
    'skills: "a" stands there twice',
  ]);
  const unknown = 'alongside: 1\nqueues: [{name: Help, hours: Office, overflow: {afterSeconds: 1, queue: Nowhere}}]\n';
  expect(faultsOf(() => shown(unknown))).toEqual([
    'queue "Help" has the hours "Office", which is neither in the file nor on the server',
    'queue "Help" overflows to the queue "Nowhere", which is neither in the file nor on the server',
  ]);
  expect(faultsOf(() => readTenantFile('alongside: 1\n  skills: x: y\n'))[0]).toMatch(/^line \d+: /);
});
