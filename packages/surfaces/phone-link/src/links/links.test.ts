import { expect, test } from 'vitest';
import { appleAssociation, assetLinks, storeAddress } from './associations.ts';
import { innerLink, outerLink, phoneAddress } from './inner-link.ts';
import { askPage, faultPage } from './pages.ts';

const queryOf = (address: string) => Object.fromEntries(new URL(address).searchParams);
const LOGIN =
  'https://caresoftcall.page.link/?link=https%3A%2F%2Fmapi.caresoft.vn%2Fdangnhap%3FappToken%3D123456%26appDomain%3Dtest&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall&efr=1';
const CALL =
  'https://caresoftcall.page.link/?link=https%3A%2F%2Fmapi.caresoft.vn%2Fcall%3Fphone%3D0988888888%26appToken%3D123456%26tempId%3D0123456789&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall&efr=1';

test('both published links are understood', () => {
  expect(outerLink(queryOf(LOGIN))).toEqual({ kind: 'login', appToken: '123456', domain: 'test' });
  expect(outerLink(queryOf(CALL))).toEqual({
    kind: 'call',
    phone: '0988888888',
    appToken: '123456',
    tempId: '0123456789',
  });
});

test('what the phone gets stands behind the #', () => {
  const address = phoneAddress({ kind: 'call', phone: '+84988888888', appToken: 'a.b.c', tempId: 'x&y' });
  expect(address).toBe('/phone/#/call?phone=%2B84988888888&appToken=a.b.c&tempId=x%26y');
});

test.each([
  ['a login link in clear', decodeURIComponent(LOGIN), 'not_encoded'],
  ['a call link in clear', decodeURIComponent(CALL), 'not_encoded'],
  ['a link encoded twice', LOGIN.replaceAll('%', '%25'), 'encoded_twice'],
  ['no link', 'https://a.example/?efr=1', 'missing'],
  ['another address', 'https://a.example/?link=https%3A%2F%2Fb.example%2Fother', 'not_a_link'],
  ['a script', 'https://a.example/?link=javascript%3Aalert(1)', 'not_a_link'],
  [
    'a login without a domain',
    'https://a.example/?link=https%3A%2F%2Fb.example%2Fdangnhap%3FappToken%3D1',
    'incomplete',
  ],
  [
    'a call without a tempId',
    'https://a.example/?link=https%3A%2F%2Fb%2Fcall%3Fphone%3D12%26appToken%3D1',
    'incomplete',
  ],
])('%s is %s', (_name, address, fault) => {
  expect(outerLink(queryOf(address))).toBe(fault);
});

test.each(['', 'abc', '09 88x', '+', '1'])('the number %j is refused before anything is dialled', (phone) => {
  expect(innerLink('/call', { phone, appToken: 'a', tempId: 't' })).toBe('bad_number');
});

test.each([
  ['+84 98 888 8888', '+84988888888'],
  // What a query makes of a plus sign that was not encoded.
  [' 84988888888', '+84988888888'],
  ['098-888-8888', '0988888888'],
])('the number %j becomes %s', (phone, number) => {
  expect(innerLink('/call', { phone, appToken: 'a', tempId: 't' })).toMatchObject({ phone: number });
});

const apps = [
  {
    android: { packageName: 'com.bank.app', fingerprints: [Array(32).fill('AB').join(':')] },
    apple: { appId: 'ABCDE12345.com.bank.app', storeId: '6447892382' },
  },
  { android: null, apple: null },
];

test('phones learn which app may open the links', () => {
  expect(appleAssociation(apps)).toMatchObject({
    applinks: { details: [{ appIDs: ['ABCDE12345.com.bank.app'], components: expect.any(Array) }] },
  });
  expect(assetLinks(apps)).toEqual([
    {
      relation: ['delegate_permission/common.handle_all_urls'],
      target: {
        namespace: 'android_app',
        package_name: 'com.bank.app',
        sha256_cert_fingerprints: [Array(32).fill('AB').join(':')],
      },
    },
  ]);
  expect(appleAssociation([])).toEqual({ applinks: { details: [] } });
});

test('a device is sent to the store for the app that administration set, and to no other', () => {
  expect(storeAddress(apps, 'Mozilla (Linux; Android 15)', {})).toContain('id=com.bank.app');
  expect(storeAddress(apps, 'Mozilla (iPhone; CPU)', { isi: '6447892382' })).toBe(
    'https://apps.apple.com/app/id6447892382',
  );
  expect(storeAddress(apps, 'Mozilla (Linux; Android 15)', { apn: 'com.evil.app' })).toBeNull();
  expect(storeAddress(apps, 'Mozilla (X11; Linux)', {})).toBeNull();
});

test('the page keeps what was asked, with the store beside it, and writes nothing unescaped', () => {
  const action = { kind: 'login', appToken: '"><script>', domain: 'test' } as const;
  const { status, html } = askPage(action, { language: 'en', store: 'https://play.google.com/x?a=1&b=2', phone: '' });
  expect(status).toBe(200);
  expect(html).toContain('href="/phone/#/dangnhap?appToken=%22%3E%3Cscript%3E&amp;appDomain=test"');
  expect(html).toContain('a=1&amp;b=2');
  expect(html).not.toContain('<script>');
  expect(faultPage('not_encoded', 'vi-VN,vi;q=0.9')).toMatchObject({
    status: 400,
    html: expect.stringContaining('lang="vi"'),
  });
  expect(askPage(action, { language: '', store: null, phone: null }).status).toBe(404);
});
