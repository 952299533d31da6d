import { describe, expect, it } from 'vitest';
import { ManualClock } from '../testing/manual-clock.ts';
import { Bans } from './bans.ts';
import { digest } from './digest.ts';
import { Nonces } from './nonces.ts';

const example = {
  username: 'Mufasa',
  realm: 'http-auth@example.org',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  counted: { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
};

describe('digest', () => {
  it('is that of RFC 7616, 3.9.1', () => {
    expect(digest({ ...example, algorithm: 'MD5' })).toBe('8ca523f5e9506fed4657c9700eebdbec');
    expect(digest({ ...example, algorithm: 'SHA-256' })).toBe(
      '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
    );
  });
});

describe('nonces', () => {
  it('are good once, for a minute, and only our own', () => {
    const clock = new ManualClock();
    let count = 0;
    const nonces = new Nonces(
      new Uint8Array(32),
      () => clock.now(),
      () => {
        count += 1;
        return `${count}`;
      },
    );
    const [first, second] = [nonces.issue('192.0.2.1'), nonces.issue('192.0.2.1')];
    expect([nonces.redeem(first), nonces.redeem(first), nonces.redeem(`${first}x`)]).toEqual([
      'good',
      'spent',
      'foreign',
    ]);
    expect(nonces.redeem('')).toBe('foreign');
    clock.advance(61_000);
    expect([nonces.redeem(second), nonces.redeem(first)]).toEqual(['spent', 'spent']);
  });
});

describe('a nonce', () => {
  it('proves the address that it was sent to, and no other', () => {
    const nonces = new Nonces(
      new Uint8Array(32),
      () => 0,
      () => 'random',
    );
    const nonce = nonces.issue('192.0.2.1');
    expect(nonces.wasIssuedTo(nonce, '192.0.2.1')).toBe(true);
    expect(nonces.wasIssuedTo(nonce, '192.0.2.2')).toBe(false);
    for (const forged of ['', 'a.b.c.d', nonce.replace('random', 'modnar'), `${nonce}x`])
      expect(nonces.wasIssuedTo(forged, '192.0.2.1')).toBe(false);
  });
});

describe('bans', () => {
  const rule = { failures: 3, window: 1_000, ban: 5_000 };

  it('fall after failures in a row, and end', () => {
    const clock = new ManualClock();
    const bans = new Bans(clock, rule, () => false);
    expect([bans.fail('192.0.2.1'), bans.fail('192.0.2.1'), bans.fail('192.0.2.1')]).toEqual([false, false, true]);
    expect([bans.has('192.0.2.1'), bans.has('192.0.2.2')]).toEqual([true, false]);
    clock.advance(5_000);
    expect(bans.has('192.0.2.1')).toBe(false);
  });

  it('do not fall on the slow, the forgiven and the exempt', () => {
    const clock = new ManualClock();
    const bans = new Bans(clock, rule, (host) => host === '192.0.2.9');
    for (let tries = 0; tries < 6; tries += 1) {
      bans.fail('192.0.2.1');
      clock.advance(600);
      bans.fail('192.0.2.9');
      bans.fail('192.0.2.2');
      bans.succeed('192.0.2.2');
    }
    expect(['192.0.2.1', '192.0.2.9', '192.0.2.2'].map((host) => bans.has(host))).toEqual([false, false, false]);
  });

  it('hold for the whole network of one IPv6 customer', () => {
    const bans = new Bans(new ManualClock(), rule, () => false);
    for (const host of ['2001:db8:0:1::1', '2001:db8:0:1::2', '2001:db8:0:1:ff::3']) bans.fail(host);
    expect([bans.has('2001:db8:0:1:9::9'), bans.has('2001:db8:0:2::1')]).toEqual([true, false]);
  });
});
