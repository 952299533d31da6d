import type { SettingVersion } from '@alongside/protocol';
import { beforeEach, expect, test } from 'vitest';
import { createVersions, type Versions } from './versions.ts';

interface Asked {
  readonly operation: string;
  readonly basedOn: number | undefined;
}

let asked: Asked[];
let list: SettingVersion[] | null;
let versions: Versions;

const version = (kind: SettingVersion['kind'], id: string | null, number: number): SettingVersion => ({
  kind,
  id,
  version: number,
  changedBy: 'Elif',
  changedAt: '2026-11-21T12:00:00.000Z',
});
const operations = () => asked.map(({ operation }) => operation);
const save = async (id: string) => {
  await versions.call('saveQueue', { params: { id }, body: {} as never });
  return asked.at(-1)?.basedOn;
};

beforeEach(() => {
  asked = [];
  list = [version('queue', 'a', 7), version('queue', 'b', 9), version('contact_weights', null, 3)];
  const call = async (operation: string, request: { basedOn?: number } = {}) => {
    asked.push({ operation, basedOn: request.basedOn });
    if (operation !== 'listSettingVersions') return {};
    if (list === null) throw new Error('not to be had');
    return { versions: list };
  };
  versions = createVersions(call as never, new Map());
});

test('versions are read before what they are of, and a save says which one it was made from', async () => {
  await versions.call('listQueueSettings');
  expect(operations()).toEqual(['listSettingVersions', 'listQueueSettings']);
  expect(await save('a')).toBe(7);
});

test('what was never changed, or is new, is made from version 0; what was not read says nothing', async () => {
  expect(await save('a')).toBeUndefined();
  await versions.call('listQueueSettings');
  expect(await save('new')).toBe(0);
});

test('after a save the version of that thing alone is unknown until it is read again', async () => {
  await versions.call('listQueueSettings');
  expect(await save('a')).toBe(7);
  expect(await save('a')).toBeUndefined();
  expect(await save('b')).toBe(9);
  list = [version('queue', 'a', 12)];
  await versions.call('listQueueSettings');
  expect(await save('a')).toBe(12);
});

test('a form keeps the version that it was begun with, whatever is read behind it, until it ends', async () => {
  await versions.call('listQueueSettings');
  versions.begin('queues/a');
  list = [version('queue', 'a', 12)];
  await versions.call('listQueueSettings');
  const elsewhere = await save('b');
  expect(elsewhere).toBe(0);
  expect(await save('a')).toBe(7);
  await versions.call('listQueueSettings');
  versions.begin('queues/a');
  versions.end('queues/a');
  expect(await save('a')).toBe(12);
});

test('what a company has one of has a version too', async () => {
  await versions.call('getContactWeights');
  await versions.call('saveContactWeights', { body: {} as never });
  expect(asked.at(-1)).toEqual({ operation: 'saveContactWeights', basedOn: 3 });
});

test('forms of calls and of the phone link keep theirs as well', async () => {
  list = [version('call_settings', null, 4), version('phone_link', null, 6)];
  await versions.call('getCallSettings');
  await versions.call('getPhoneLink');
  for (const page of ['calls', 'phone']) versions.begin(page);
  list = [version('call_settings', null, 5), version('phone_link', null, 7)];
  await versions.call('getCallSettings');
  await versions.call('getPhoneLink');
  await versions.call('saveCallSettings', { body: {} as never });
  await versions.call('savePhoneLink', { body: {} as never });
  expect(asked.slice(-2).map(({ basedOn }) => basedOn)).toEqual([4, 6]);
  expect((await versions.last('phone'))?.version).toBe(7);
});

test('several who read at once ask once; versions that are not to be had stop nobody', async () => {
  list = null;
  await Promise.all([versions.call('listQueueSettings'), versions.call('listSkills')]);
  expect(operations().filter((operation) => operation === 'listSettingVersions')).toHaveLength(1);
  expect(await save('a')).toBeUndefined();
});

test('who made the last version is told for the page of a form', async () => {
  expect(await versions.last('queues/b')).toMatchObject({ version: 9, changedBy: 'Elif' });
  expect(await versions.last('weights')).toMatchObject({ version: 3 });
  expect(await versions.last('queues/new')).toBeNull();
  expect(await versions.last('keys/x')).toBeNull();
});
