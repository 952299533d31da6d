import { expect, it } from 'vitest';
import { StartRefused } from '../command/start-refused.ts';
import { readSipSettings, registrarOf, type SipWords } from './sip-settings.ts';

const read = (words: Partial<SipWords>) =>
  readSipSettings({ sip: undefined, address: undefined, certificate: undefined, key: undefined, ...words });

it('has no telephones unless told where they are heard', () => {
  expect(read({})).toBeNull();
});

it('reads where to listen, on all addresses where none is given', () => {
  expect(read({ sip: 'udp:5060, tcp:[::1]:0', address: '198.51.100.7' })).toEqual({
    listen: [
      { transport: 'udp', host: '0.0.0.0', port: 5060 },
      { transport: 'tcp', host: '::1', port: 0 },
    ],
    address: '198.51.100.7',
    tls: {},
  });
});

it('tells telephones the address that was given, else the one it listens on, and no port that it does not know', () => {
  const doors = [{ transport: 'udp', port: 5060 }];
  const registrar = (words: Partial<SipWords>) => registrarOf(read(words)!);
  expect(registrar({ sip: 'udp:192.0.2.7:5060,tcp:0', address: '198.51.100.7' })).toEqual({
    address: '198.51.100.7',
    doors,
  });
  expect(registrar({ sip: 'udp:192.0.2.7:5060' })).toEqual({ address: '192.0.2.7', doors });
  expect(registrar({ sip: 'udp:5060' })).toEqual({ address: null, doors });
});

it.each([
  [{ sip: '5060' }, 'nothing to listen on'],
  [{ sip: 'sctp:5060' }, 'nothing to listen on'],
  [{ sip: 'udp:70000' }, 'nothing to listen on'],
  [{ sip: 'udp:300.1.1.1:5060' }, 'nothing to listen on'],
  [{ sip: 'udp:5060,udp:5062' }, 'once'],
  [{ sip: 'udp:5060', address: 'sip.example' }, 'no IP address'],
  [{ sip: 'tls:5061' }, 'needs a certificate'],
  [{ sip: 'tls:5061', certificate: '/nowhere', key: '/nowhere' }, 'cannot be read'],
])('refuses %j', (words, sentence) => {
  expect(() => read(words)).toThrow(StartRefused);
  expect(() => read(words)).toThrow(sentence);
});
