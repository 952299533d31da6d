import { expect, test } from 'vitest';
import { callLink, loginLink, signCallToken } from './phone-link.ts';

const published = {
  linkHost: 'https://caresoftcall.page.link',
  appHost: 'https://mapi.caresoft.vn',
  androidPackage: 'com.caresoft.caresoftcall',
  appStoreId: '6447892382',
  appleBundle: 'com.caresoft.caresoftcall',
};

test('a call token is the published vector', () => {
  expect(signCallToken({ agentId: '50007', voiceToken: 'test-voice-secret' })).toBe(
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpcHBob25lIjoiNTAwMDcifQ.cLpWHO5Dl2EdKSl2zUQo86ZYZ5_vaV48pCZG5NM1txY',
  );
});

test('a call token may name its end', () => {
  const token = signCallToken({ agentId: '50007', voiceToken: 'x', expired: '2026-11-21 15:00:00' });
  expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toEqual({
    ipphone: '50007',
    expired: '2026-11-21 15:00:00',
  });
});

test('both links are those of the published page, byte for byte', () => {
  expect(loginLink(published, { token: '123456', domain: 'test' })).toBe(
    'https://caresoftcall.page.link/?link=https%3A%2F%2Fmapi.caresoft.vn%2Fdangnhap%3FappToken%3D123456%26appDomain%3Dtest&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall&efr=1',
  );
  expect(callLink(published, { phone: '0988888888', token: '123456', tempId: '0123456789' })).toBe(
    'https://caresoftcall.page.link/?link=https%3A%2F%2Fmapi.caresoft.vn%2Fcall%3Fphone%3D0988888888%26appToken%3D123456%26tempId%3D0123456789&apn=com.caresoft.caresoftcall&isi=6447892382&ibi=com.caresoft.caresoftcall&efr=1',
  );
});

test('a server that stands for itself needs no more than its address', () => {
  expect(loginLink({ linkHost: 'https://help.example.com/' }, { token: 'a.b.c', domain: 'demo' })).toBe(
    'https://help.example.com/?link=https%3A%2F%2Fhelp.example.com%2Fdangnhap%3FappToken%3Da.b.c%26appDomain%3Ddemo&efr=1',
  );
});

test.each([
  [{ agentId: '', voiceToken: 'x' }],
  [{ agentId: '50 007', voiceToken: 'x' }],
  [{ agentId: '50007', voiceToken: '' }],
  [{ agentId: '50007', voiceToken: 'x', expired: 'tomorrow' }],
])('%j is not signed', (input) => {
  expect(() => signCallToken(input)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
});

test.each(['a&b', 'a#b', 'a%41', 'a+b', 'a b', 'a\tb'])(
  'a link with %j in it would be another one, and is not made',
  (broken) => {
    const refused = expect.objectContaining({ code: 'invalid_argument' });
    expect(() => callLink(published, { phone: '+84988888888', token: 't', tempId: broken })).toThrow(refused);
    expect(() => loginLink(published, { token: 't', domain: broken })).toThrow(refused);
    expect(callLink(published, { phone: '+84988888888', token: 't', tempId: 'order-4711/ü' })).toContain('order-4711');
  },
);
