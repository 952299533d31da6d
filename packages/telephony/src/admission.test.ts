import { expect, it } from 'vitest';
import { admit } from './admission.ts';
import { parseMessage } from './message/parse-message.ts';
import type { SipRequest } from './message/sip-message.ts';

const invite = parseMessage(
  Buffer.from(
    [
      'INVITE sip:100@127.0.0.1 SIP/2.0',
      'Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa',
      'From: <sip:a@192.0.2.1>;tag=a',
      'To: <sip:100@127.0.0.1>',
      'Call-ID: a',
      'CSeq: 1 INVITE',
      '',
      '',
    ].join('\r\n'),
  ),
) as SipRequest;

it.each([
  ['is not counted over UDP, where anybody can write any address', 'udp', 0],
  ['is counted over TCP', 'tcp', 1],
  ['is counted over TLS', 'tls', 1],
] as const)("a stranger's INVITE %s", (_, transport, count) => {
  const failed: string[] = [];
  const facts = {
    isPeer: () => false,
    isBound: () => false,
    isInDialog: () => false,
    registrar: () => 'take' as const,
    fail: ({ host }: { host: string }) => void failed.push(host),
  };
  const from = { transport, host: '192.0.2.1', port: 5060, connection: null, servername: null };
  expect(admit(invite, from, facts)).toEqual({ status: 403 });
  expect(failed).toHaveLength(count);
});
