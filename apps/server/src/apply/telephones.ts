import type { CallSettings, PhoneNumber, TrunkSettings } from '@alongside/protocol';
import type { Configuration } from './administration.ts';
import type { Means } from './plan.ts';
import type { References } from './references.ts';
import { differences, type Step } from './steps.ts';
import type { NumberInFile, TenantFile, TrunkInFile } from './tenant-file.ts';

const newTrunk: Omit<TrunkSettings, 'id' | 'name' | 'host' | 'callerNumber' | 'hasPassword'> = {
  mode: 'register',
  port: null,
  transport: 'udp',
  username: null,
  peers: [],
  srtp: 'never',
  codecs: ['PCMU', 'PCMA'],
  enabled: true,
};

/** What the file says of a number, with ids in place of names. */
export function wantedNumber(
  { queue, menu, ...plain }: NumberInFile,
  now: Configuration,
  references: References,
): PhoneNumber {
  const found = now.phoneNumbers.find(({ number }) => number === plain.number);
  const where = `number ${plain.number}`;
  return {
    greeting: null,
    menu: [],
    ...found,
    ...plain,
    queueId: references.queue(queue, where, 'fills'),
    ...(menu
      ? { menu: menu.map(({ digit, queue: to }) => ({ digit, queueId: references.queue(to, where, 'leads to') })) }
      : {}),
  };
}

/** Rules of calls, ways to the telephone network, and numbers. Sounds and passwords of trunks are not in the file. */
export function telephoneSteps(
  file: TenantFile,
  now: Configuration,
  numbers: readonly PhoneNumber[],
  means: Means,
): Step[] {
  return [
    ...settingsSteps(now.calls, file.calls ?? {}),
    ...(file.trunks ?? []).flatMap((trunk) => trunkSteps(trunk, now.trunks, means)),
    ...numbers.flatMap((number) => numberSteps(number, now.phoneNumbers)),
  ];
}

function settingsSteps(now: CallSettings, said: Partial<CallSettings>): Step[] {
  const changes = differences(now, said);
  if (changes.length === 0) return [];
  const body = { ...now, ...said };
  const run: Step['run'] = ({ call }) => call('PUT', '/v1/call-settings', body).then(() => null);
  return [{ sign: '~', what: 'settings of calls', changes, run }];
}

function trunkSteps(said: TrunkInFile, stored: readonly TrunkSettings[], means: Means): Step[] {
  const found = stored.find(({ name }) => name.toLowerCase() === said.name.toLowerCase());
  const { id, hasPassword: _has, ...before } = found ?? { ...newTrunk, id: means.uuid(), hasPassword: false };
  const body = { ...before, ...said };
  const changes = found ? differences(before, body) : [];
  if (found && changes.length === 0) return [];
  const run: Step['run'] = ({ call }) => call('PUT', `/v1/trunks/${id}`, body).then(() => null);
  return [{ sign: found ? '~' : '+', what: `trunk "${said.name}"`, changes, run }];
}

function numberSteps({ number, ...body }: PhoneNumber, stored: readonly PhoneNumber[]): Step[] {
  const found = stored.find((one) => one.number === number);
  const changes = found ? differences(found, body) : [];
  if (found && changes.length === 0) return [];
  const path = `/v1/phone-numbers/${encodeURIComponent(number)}`;
  const run: Step['run'] = ({ call }) => call('PUT', path, body).then(() => null);
  return [{ sign: found ? '~' : '+', what: `number ${number}`, changes, run }];
}
