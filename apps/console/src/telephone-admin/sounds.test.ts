import { createTranslator } from '@alongside/design';
import type { AgentSettings, CallSound, PhoneNumber } from '@alongside/protocol';
import { describe, expect, it } from 'vitest';
import { doorsOf, serverOf, sortPhones, stateOf } from './desk-phone-model.ts';
import { readSoundFile } from './read-sound-file.ts';
import { faultsOf, nameFrom, placesTold, renamedIn, soundChoices, usersOf } from './sound-model.ts';
import { en } from './texts/telephone-en.ts';
import { readWav, telephoneWav } from './wav.ts';

const texts = createTranslator(en, 'en');
const queueId = '0192f0c0-0000-7000-8000-000000000001';
const seconds = (count: number) => new Float32Array(8_000 * count);

/** As `telephoneWav`, but with another head: 44.1 kHz, two channels. */
function studio(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(file.buffer);
  view.setUint16(22, 2, true);
  view.setUint32(24, 44_100, true);
  view.setUint32(28, 44_100 * 4, true);
  return file as Uint8Array<ArrayBuffer>;
}
const blob = (bytes: Uint8Array) => new Blob([bytes as BlobPart]);
const never = () => Promise.reject(new Error('Nothing is to be decoded.'));

describe('a sound file', () => {
  it('is read as what it says of itself', () => {
    expect(readWav(telephoneWav([seconds(2)]))).toEqual({ hertz: 8_000, channels: 1, seconds: 2, ready: true });
    expect(readWav(studio(telephoneWav([seconds(2)])))).toMatchObject({ hertz: 44_100, channels: 2, ready: false });
  });

  it('is found in a file with chunks before its sound, as programs write them', () => {
    const plain = telephoneWav([seconds(1)]);
    const list = Uint8Array.from([...'LIST'].map((letter) => letter.charCodeAt(0)).concat([3, 0, 0, 0, 1, 2, 3, 0]));
    const file = new Uint8Array([...plain.subarray(0, 36), ...list, ...plain.subarray(36)]);
    expect(readWav(file)).toMatchObject({ seconds: 1, ready: true });
  });

  it('is none without its head, its format or its sound', () => {
    const good = telephoneWav([seconds(1)]);
    expect(readWav(new TextEncoder().encode('ID3 this is an MP3 file that was called welcome.wav'))).toBeNull();
    expect(readWav(good.subarray(0, 40))).toBeNull();
    expect(readWav(telephoneWav([seconds(0)]))).toBeNull();
    for (let length = 0; length < 60; length++) expect(() => readWav(good.subarray(0, length))).not.toThrow();
  });

  it('is sent as it stands if telephones play it, and otherwise as they do', async () => {
    const ready = telephoneWav([seconds(1)]);
    expect(await readSoundFile(blob(ready), never)).toMatchObject({ bytes: ready });
    const decode = async () => [Float32Array.from([0.5, 2]), Float32Array.from([-0.5, 2])];
    const read = await readSoundFile(blob(studio(telephoneWav([seconds(1)]))), decode);
    if (typeof read === 'string') throw new Error(read);
    const view = new DataView(read.bytes.buffer);
    // Two channels became one, and what is too loud is cut off.
    expect([view.getInt16(44, true), view.getInt16(46, true), readWav(read.bytes)?.ready]).toEqual([0, 32_767, true]);
  });

  it('is refused before it is sent, with why', async () => {
    expect(await readSoundFile(blob(new Uint8Array(100)), never)).toBe('no_wav');
    expect(await readSoundFile(blob(telephoneWav([seconds(301)])), never)).toBe('too_long');
    expect(await readSoundFile(blob(studio(telephoneWav([seconds(1)]))), never)).toBe('unreadable');
  });
});

const sound = (name: string): CallSound => ({
  name,
  bytes: 1,
  milliseconds: 1,
  updatedAt: '2026-11-21T10:00:00.000Z',
});
const number: PhoneNumber = {
  number: '+31201234567',
  queueId,
  greeting: 'welcome',
  menu: [{ digit: '1', queueId }],
  waiting: { music: 'welcome', position: true },
  voicemail: { greeting: 'closed', maxSeconds: 60 },
};
const silent: PhoneNumber = { number: '+31201234568', queueId, greeting: null, menu: [] };

describe('sounds', () => {
  it('are called as their file is, in what names allow', () => {
    expect(nameFrom('Welcome (final).WAV')).toBe('welcome-final');
    expect(nameFrom('Öğle arası.wav')).toBe('ogle-arasi');
    expect(nameFrom('...wav')).toBe('');
  });

  it('are refused without a file, with a name that numbers cannot call, and with one that is taken', () => {
    const faults = (name: string, isNew = true) =>
      Object.keys(faultsOf({ name, file: '' }, { isNew, taken: ['closed'] }, texts));
    expect(faults('Bad name')).toEqual(['file', 'name']);
    expect(faults('closed', false)).toEqual(['name']);
    expect(faults('closed-2', false)).toEqual([]);
  });

  it('know which numbers play them, and where', () => {
    const users = (name: string) => usersOf([number, silent], name);
    expect(users('welcome')).toEqual([{ number: number.number, uses: ['greeting', 'music'] }]);
    expect(users('closed')).toEqual([{ number: number.number, uses: ['voicemail'] }]);
    expect(users('position-2')).toEqual([{ number: number.number, uses: ['position'] }]);
    expect(users('other')).toEqual([]);
  });

  it('are renamed in the numbers that play them, and nothing else changes', () => {
    const { number: called, ...body } = number;
    expect(renamedIn([number, silent], 'welcome', 'hello')).toEqual([
      { number: called, body: { ...body, greeting: 'hello', waiting: { music: 'hello', position: true } } },
    ]);
    expect(renamedIn([number], 'position-1', 'first')).toEqual([]);
  });

  it('can be chosen, but for those that tell a place; one that was a file of the server stays', () => {
    const sounds = ['welcome', 'position-1', 'position-2', 'position-4'].map(sound);
    expect(soundChoices(sounds, null, texts).map(({ id }) => id)).toEqual(['welcome']);
    expect(soundChoices(sounds, 'old.wav', texts).at(-1)).toEqual({
      id: 'old.wav',
      name: 'old.wav (a file on the server)',
    });
    expect(placesTold(sounds)).toBe(2);
  });
});

describe('desk phones', () => {
  const person = (id: string, name: string, disabled = false) => ({ id, name, disabled }) as AgentSettings;
  const people = [person('2', 'Bea'), person('1', 'Ada'), person('3', 'Can', true), person('4', 'Dan')];
  const phone = (agentId: string, registered: boolean) => ({ agentId, username: 'desk-1', rings: true, registered });

  it('stand by the names of whose they are; who may not sign in is given none', () => {
    const { given, without } = sortPhones([phone('2', true), phone('3', true)], people, 'en');
    expect(given.map((line) => [line.person.name, stateOf(line)])).toEqual([
      ['Bea', 'registered'],
      ['Can', 'disabled'],
    ]);
    expect(without.map(({ name }) => name)).toEqual(['Ada', 'Dan']);
    expect(stateOf({ phone: phone('1', false), person: people[1]! })).toBe('signed_out');
  });

  it('are told the server, by the page’s own address if it does not know another', () => {
    const doors = [{ transport: 'udp', port: 5060 } as const, { transport: 'tls', port: 5061 } as const];
    expect(serverOf({ address: '192.0.2.7', doors }, 'help.example.com')).toBe('192.0.2.7');
    expect(serverOf({ address: null, doors }, 'help.example.com')).toBe('help.example.com');
    expect(doorsOf({ address: null, doors })).toEqual(['UDP 5060', 'TLS 5061']);
  });
});
