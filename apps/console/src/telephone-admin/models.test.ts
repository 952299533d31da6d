import { createTranslator } from '@alongside/design';
import type { CallSettings, PhoneLinkSettings, PhoneNumber, TrunkSettings } from '@alongside/protocol';
import { describe, expect, it } from 'vitest';
import * as calls from './call-settings-model.ts';
import { COUNTRIES, countriesIn } from './countries.ts';
import { e164Of, linesOf, looksLikeAddress } from './lines.ts';
import * as numbers from './number-model.ts';
import * as phone from './phone-link-model.ts';
import { en } from './texts/telephone-en.ts';
import * as trunks from './trunk-model.ts';

const texts = createTranslator(en, 'en');
const queueId = '0192f0c0-0000-7000-8000-000000000001';

describe('numbers and addresses', () => {
  it('reads a number as people write it, and nothing else', () => {
    expect(e164Of(' +31 (20) 123-4567 ')).toBe('+31201234567');
    expect(e164Of('0031 20 123 4567')).toBe('+31201234567');
    for (const wrong of ['', '020 123 4567', '+0123', '+31abc', '+1234567890123456']) expect(e164Of(wrong)).toBeNull();
  });

  it('reads lists with or without commas', () => {
    expect(linesOf(' a \n\nb, c;d ')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('knows an IP address by its looks', () => {
    for (const good of ['192.0.2.1', '::1', '2001:db8::5060']) expect(looksLikeAddress(good)).toBe(true);
    for (const wrong of ['sip.example.com', '192.0.2', '192.0.2.256', '192.0.2.1:5060', ''])
      expect(looksLikeAddress(wrong)).toBe(false);
  });

  it('names every country once, in the order of the language', () => {
    expect(new Set(COUNTRIES).size).toBe(COUNTRIES.length);
    const names = countriesIn('nl').map(({ name }) => name);
    expect(countriesIn('nl').filter(({ id, name }) => id === name)).toEqual([]);
    expect(names).toContain('Nederland');
    expect(names.indexOf('België')).toBeLessThan(names.indexOf('Belize'));
  });
});

describe('what may be dialled', () => {
  const settings: CallSettings = {
    recording: 'never',
    consent: 'ask',
    recordingDays: 90,
    country: 'NL',
    countriesAllowed: ['BE'],
    closedPrefixes: ['+31900'],
    caps: { concurrent: 2, perMinute: 4, minutesPerDay: 60, spendPerDay: 1000, centsPerMinute: 5 },
  };

  it('comes back from the form as it was', () => {
    expect(calls.settingsOf(calls.valuesOf(settings))).toEqual(settings);
  });

  it('says why nothing can be dialled as the server counts', () => {
    const { caps } = settings;
    expect(calls.closedBy(caps)).toBeNull();
    expect(calls.closedBy({ ...caps, perMinute: 0 })).toBe('caps');
    expect(calls.closedBy({ ...caps, spendPerDay: 4 })).toBe('money');
    expect(calls.closedBy({ ...caps, spendPerDay: 0, centsPerMinute: 0 })).toBeNull();
  });

  it('keeps the own country out of the others, and spaces out of prefixes', () => {
    const values = { ...calls.valuesOf(settings), country: 'BE', closedPrefixes: '+31 900, +31 906\n' };
    expect(calls.settingsOf(values)).toMatchObject({ countriesAllowed: [], closedPrefixes: ['+31900', '+31906'] });
  });

  it('refuses what the server would, at its field', () => {
    const values = { ...calls.valuesOf(settings), closedPrefixes: '0900', concurrent: -1, recordingDays: 0 };
    expect(Object.keys(calls.faultsOf(values, texts)).sort()).toEqual([
      'closedPrefixes',
      'concurrent',
      'recordingDays',
    ]);
    expect(calls.faultsOf(calls.valuesOf(settings), texts)).toEqual({});
  });
});

describe('trunks', () => {
  const trunk: TrunkSettings = {
    id: queueId,
    name: 'Carrier',
    mode: 'register',
    host: 'sip.carrier.example',
    port: null,
    transport: 'tls',
    username: "o'neil",
    hasPassword: true,
    peers: ['192.0.2.1'],
    srtp: 'when_offered',
    callerNumber: '+31201234567',
    codecs: ['PCMA', 'PCMU'],
    enabled: true,
  };
  const { id: _, hasPassword: __, ...body } = trunk;

  it('comes back from the form as it was, without touching the password', () => {
    expect(trunks.bodyOf(trunks.valuesOf(trunk))).toEqual(body);
    expect(trunks.bodyOf({ ...trunks.valuesOf(trunk), password: 'new' })).toEqual({ ...body, password: 'new' });
  });

  it('forgets user name and password when it is known by addresses', () => {
    expect(trunks.bodyOf({ ...trunks.valuesOf(trunk), mode: 'address' })).toMatchObject({
      username: null,
      password: null,
    });
  });

  it('asks for a password only while there is none', () => {
    const faults = (has: boolean) => trunks.faultsOf(trunks.valuesOf(trunk), { hasPassword: has }, texts, 'required');
    expect([Object.keys(faults(true)), Object.keys(faults(false))]).toEqual([[], ['password']]);
  });

  it('is refused empty, at each field that is needed', () => {
    const fresh = trunks.valuesOf(null);
    const faults = (values: typeof fresh) =>
      Object.keys(trunks.faultsOf(values, { hasPassword: false }, texts, 'required')).sort();
    expect(faults(fresh)).toEqual(['callerNumber', 'host', 'name', 'password', 'username']);
    expect(faults({ ...fresh, mode: 'address', port: '70000' })).toEqual([
      'callerNumber',
      'host',
      'name',
      'peers',
      'port',
    ]);
  });

  it('has a command that names its fault, without its password', () => {
    expect(trunks.doctorCommand(trunk)).toBe(
      "ALONGSIDE_TRUNK_PASSWORD=… alongside doctor --trunk 'sip:o%27neil@sip.carrier.example;transport=tls'",
    );
    expect(trunks.doctorCommand({ ...trunk, mode: 'address', port: 5080, transport: 'udp' })).toBe(
      "alongside doctor --trunk 'sip:sip.carrier.example:5080'",
    );
  });
});

describe('telephone numbers', () => {
  const number: PhoneNumber = {
    number: '+31201234567',
    queueId,
    greeting: 'welcome.wav',
    menu: [{ digit: '1', queueId }],
  };
  const { number: _, ...body } = number;

  it('comes back from the form as it was', () => {
    expect(numbers.bodyOf(number, numbers.valuesOf(number, ''))).toEqual({ ...body, waiting: null, voicemail: null });
  });

  it('has no keys without a greeting to press them at', () => {
    expect(numbers.bodyOf(number, { ...numbers.valuesOf(number, ''), greets: false })).toMatchObject({
      greeting: null,
      menu: [],
    });
  });

  it('comes back with its music and its voicemail, and without them once they are switched off', () => {
    const full = {
      ...number,
      waiting: { music: 'jazz', position: true },
      voicemail: { greeting: 'closed', maxSeconds: 90 },
    };
    const { number: _number, ...rest } = full;
    const values = numbers.valuesOf(full, '');
    expect(numbers.bodyOf(full, values)).toEqual(rest);
    expect(numbers.bodyOf(full, { ...values, waits: false, takesMessages: false })).toMatchObject({
      waiting: null,
      voicemail: null,
    });
  });

  it('refuses a number twice, a greeting without a sound, a key twice, and a message of no length', () => {
    const values = {
      ...numbers.valuesOf(number, ''),
      greeting: null,
      menu: [...number.menu, ...number.menu],
      takesMessages: true,
      messageSeconds: 9,
    };
    const faults = numbers.faultsOf(values, { isNew: true, taken: ['+31201234567'] }, texts);
    expect(Object.keys(faults).sort()).toEqual(['greeting', 'menu', 'messageSeconds', 'number']);
    expect(numbers.faultsOf(numbers.valuesOf(number, ''), { isNew: false, taken: ['+31201234567'] }, texts)).toEqual(
      {},
    );
  });
});

describe('the phone link', () => {
  const settings: PhoneLinkSettings = {
    enabled: true,
    timeZone: 'Asia/Ho_Chi_Minh',
    requireExpiry: false,
    sessionHours: 12,
    returnUrl: 'bank-adviser://back',
    linkHost: 'https://call.example.com',
    android: { packageName: 'com.example.bank', fingerprints: [Array(32).fill('AB').join(':')] },
    apple: { appId: 'ABCDE12345.com.example.bank', storeId: '123456789' },
  };

  it('comes back from the form as it was, and empty fields as nothing', () => {
    expect(phone.settingsOf(phone.valuesOf(settings))).toEqual(settings);
    const none = { ...settings, returnUrl: null, linkHost: null, android: null, apple: null };
    expect(phone.settingsOf(phone.valuesOf(none))).toEqual(none);
  });

  it('takes a link host with the slash that browsers copy', () => {
    const values = { ...phone.valuesOf(settings), linkHost: 'https://call.example.com/' };
    expect([phone.settingsOf(values).linkHost, phone.faultsOf(values, texts, 'required')]).toEqual([
      settings.linkHost,
      {},
    ]);
  });

  it('refuses what the server would, at its field', () => {
    const values = {
      ...phone.valuesOf(settings),
      sessionHours: 25,
      returnUrl: 'javascript://x',
      linkHost: 'call.example.com/path',
      packageName: 'bank',
      fingerprints: 'AB:CD',
      appId: 'bank',
      storeId: 'x',
    };
    expect(Object.keys(phone.faultsOf(values, texts, 'required')).sort()).toEqual([
      'appId',
      'fingerprints',
      'linkHost',
      'packageName',
      'returnUrl',
      'sessionHours',
      'storeId',
    ]);
  });
});
