import { expect, test } from 'vitest';
import { linkIn, wayBack } from './link.ts';

test('a login and a call link are read from behind the #', () => {
  expect(linkIn('#/dangnhap?appToken=a.b.c&appDomain=demo')).toEqual({
    kind: 'login',
    appToken: 'a.b.c',
    domain: 'demo',
  });
  expect(linkIn('#/call?phone=%2B84988888888&appToken=a.b.c&tempId=x')).toEqual({
    kind: 'call',
    phone: '+84988888888',
    appToken: 'a.b.c',
    tempId: 'x',
  });
});

test.each(['', '#', '#/history', '#/dangnhap?appToken=a', '#/call?phone=1&appToken=a'])('"%s" asks nothing', (hash) => {
  expect(linkIn(hash)).toBeNull();
});

test("the company's app is told which call it was, and how it ended", () => {
  expect(wayBack('bank://calls', { tempId: 'x 1', reason: 'busy' })).toBe('bank://calls?tempId=x+1&status=busy');
  expect(wayBack('https://bank.example/a?b=1', { tempId: 'x', reason: null })).toBe(
    'https://bank.example/a?b=1&tempId=x',
  );
  expect(wayBack('bank://calls', { tempId: null, reason: 'busy' })).toBe('bank://calls');
});
