import { describe, expect, it } from 'vitest';
import { Frames } from '../transport/frames.ts';
import { parseNameAddress } from './name-address.ts';
import { parseMessage } from './parse-message.ts';
import type { SipRequest } from './sip-message.ts';
import { numberOf, parseUri } from './uri.ts';
import { parseVia } from './via.ts';
import { HeaderRefused, writeRequest, writeResponse } from './write-message.ts';

const lines = (...all: string[]) => Buffer.from(all.join('\r\n'));
const request = (...more: string[]) =>
  lines(
    'OPTIONS sip:a@example.com SIP/2.0',
    'v: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1;rport, SIP/2.0/TCP 192.0.2.2;branch=z9hG4bK0',
    'f: "A \\"b\\", c" <sip:b@example.com;x=1>;tag=1',
    't: <sip:a@example.com>',
    'i: call',
    'CSeq: 7 OPTIONS',
    ...more,
    '',
    '',
  );

describe('a message', () => {
  it('is read with short names, folded lines and several values in one', () => {
    const message = parseMessage(request('Subject: one', ' two', 'm: <sip:c@x>;q="0,5", <sip:d@x>')) as SipRequest;
    expect(message).toMatchObject({ kind: 'request', method: 'OPTIONS', callId: 'call', cseq: 7 });
    expect(message.via).toMatchObject({ host: '192.0.2.1', port: 5070, branch: 'z9hG4bK1' });
    expect(message.from).toMatchObject({ name: 'A "b", c', uri: { user: 'b', host: 'example.com' } });
    expect(message.headers.get('subject')).toBe('one two');
    expect(message.headers.list('contact')).toEqual(['<sip:c@x>;q="0,5"', '<sip:d@x>']);
    expect(message.headers.list('via')).toHaveLength(2);
  });

  it.each([
    ['a second From', request('From: <sip:x@y>;tag=2')],
    ['a second Call-ID', request('Call-ID: other')],
    ['a length beyond its end', request('Content-Length: 9')],
    ['two lengths', request('Content-Length: 0', 'l: 0')],
    ['a length that is none', request('Content-Length: -1')],
    ['a name that is none', request('X Y: 1')],
    ['a control character', request('X: a\u0001b')],
    ['a bare line end', request('X: a\nVia: SIP/2.0/UDP 1.2.3.4')],
    ['too many lines', request(...Array(200).fill('X: 1'))],
    ['no end', Buffer.from('OPTIONS sip:a@b SIP/2.0\r\nVia: x')],
    ['another CSeq', Buffer.from(request().toString().replace('7 OPTIONS', '7 INVITE'))],
    ['no tag', Buffer.from(request().toString().replace(';tag=1', ''))],
    ['another version', Buffer.from(request().toString().replace('com SIP/2.0', 'com SIP/3.0'))],
    ['nothing', Buffer.alloc(0)],
  ])('with %s is dropped', (_, bytes) => {
    expect(parseMessage(bytes)).toBeNull();
  });

  it('is written in one line for each header, or not at all', () => {
    for (const value of ['a\r\nX: 1', 'a\nX', 'a\u0000', 'a\u007f'])
      expect(() => writeRequest('OPTIONS', 'sip:a@b', [['From', value]])).toThrow(HeaderRefused);
    expect(() => writeRequest('OPTIONS', 'sip:a@b SIP/2.0\r\nX: 1', [])).toThrow(HeaderRefused);
    expect(() => writeRequest('OPTIONS\r\n', 'sip:a@b', [])).toThrow(HeaderRefused);
    expect(() => writeRequest('OPTIONS', 'sip:a@b', [['X\r\nY', 'a']])).toThrow(HeaderRefused);
  });

  it('is answered where it came from', () => {
    const text = writeResponse(parseMessage(request()) as SipRequest, {
      status: 200,
      toTag: 'me',
      received: { host: '198.51.100.7', port: 1024 },
    });
    expect(text).toContain('Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bK1;received=198.51.100.7;rport=1024\r\n');
    expect(text).toContain('Via: SIP/2.0/TCP 192.0.2.2;branch=z9hG4bK0\r\n');
    expect(text).toContain('To: <sip:a@example.com>;tag=me\r\n');
  });
});

describe('an address', () => {
  it.each([
    ['sip:a@b', 'a', 'b', null],
    ['SIPS:a:secret@B.Example:5061;transport=tcp', 'a', 'b.example', 5061],
    ['sip:[2001:db8::1]:5060', '', '2001:db8::1', 5060],
    ['sip:+84;x=y@h?Replaces=1', '+84;x=y', 'h', null],
  ])('%s is read', (text, user, host, port) => {
    expect(parseUri(text)).toMatchObject({ user, host, port });
  });

  it.each([
    '',
    'sip:',
    'http://a',
    'sip:a b@c',
    'sip:a@b:0',
    'sip:a@b:70000',
    'sip:a@b>',
    'sip:a@b\r\nX',
    'sip:a@b;x y',
    `sip:${'a'.repeat(2000)}@b`,
    'sip:a@@b',
    'sip:<a@b',
  ])('%j is none', (text) => {
    expect(parseUri(text)).toBeNull();
  });

  it('names a number only if it is one', () => {
    const numbers = [
      'sip:+84-912.345@h',
      'tel:+84912345;ext=1',
      'sip:%2B8491@h',
      'sip:bob@h',
      'sip:+84912;phone-context=x@h',
      'sip:1%0d%0a@h',
    ];
    expect(numbers.map((text) => numberOf(parseUri(text)))).toEqual([
      '+84912345',
      '+84912345',
      '+8491',
      '',
      '+84912',
      '',
    ]);
  });

  it('with a name is read, or refused', () => {
    expect(parseNameAddress('"<x>" <sip:a@b>;q=1')).toMatchObject({ name: '<x>', address: 'sip:a@b' });
    expect(parseNameAddress('sip:a@b;tag=1')).toMatchObject({ name: '', address: 'sip:a@b' });
    for (const text of ['<sip:a@b', 'sip:a@b>', '"x <sip:a@b>', '<sip:a@b> more', '', '<>'])
      expect(parseNameAddress(text)).toBeNull();
  });

  it('of a hop is read, or refused', () => {
    expect(parseVia('SIP / 2.0 / UDP first.example.com: 4000;branch=z9')).toMatchObject({ port: 4000, branch: 'z9' });
    for (const text of ['', 'SIP/2.0/UDP', 'SIP/1.0/UDP a', 'SIP/2.0/UDP a:99999']) expect(parseVia(text)).toBeNull();
  });
});

describe('a stream', () => {
  const whole = request('Content-Length: 4')
    .toString()
    .replace(/\r\n\r\n$/, '\r\n\r\nbody');

  it('is cut into its messages, wherever it is torn', () => {
    for (const size of [1, 7, 100, 10_000]) {
      const frames = new Frames();
      const found: string[] = [];
      const bytes = Buffer.from(`\r\n\r\n${whole}\r\n\r\n${whole}${whole}`);
      for (let start = 0; start < bytes.length; start += size)
        found.push(...(frames.push(bytes.subarray(start, start + size))?.messages ?? []).map(String));
      expect(found).toEqual([whole, whole, whole]);
    }
  });

  it('is given up when it is no SIP or has no end', () => {
    expect(new Frames().push(Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))).toBeNull();
    expect(new Frames().push(Buffer.alloc(40_000, 65))).toBeNull();
    expect(new Frames().push(Buffer.from('A\r\nContent-Length: 99999\r\n\r\n'))).toBeNull();
  });
});
