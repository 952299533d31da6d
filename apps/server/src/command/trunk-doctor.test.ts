import { createSocket } from 'node:dgram';
import { expect, it } from 'vitest';
import { readCommand } from './arguments.ts';
import { StartRefused } from './start-refused.ts';
import { runTrunkDoctor } from './trunk-doctor.ts';

const secret = { ALONGSIDE_TRUNK_PASSWORD: 'secret' };

it('reads a trunk as it is typed, its password from the environment', () => {
  expect(readCommand(['doctor', '--trunk', 'sip:acme@sip.carrier.example:5071;transport=tls'], secret)).toEqual({
    name: 'doctor trunk',
    trunk: {
      host: 'sip.carrier.example',
      port: 5071,
      transport: 'tls',
      credentials: { username: 'acme', password: 'secret' },
    },
  });
  expect(readCommand(['doctor', '--trunk', '192.0.2.1'], {})).toMatchObject({
    trunk: { host: '192.0.2.1', port: null, transport: 'udp', credentials: null },
  });
});

it.each([
  ['no address', ['--trunk', 'not an address'], secret],
  ['a transport that there is not', ['--trunk', 'sip:a@b;transport=sctp'], secret],
  ['no password', ['--trunk', 'sip:acme@b'], {}],
  ['an authority that is not there', ['--trunk', 'b', '--ca', '/nowhere.pem'], {}],
  ['another option', ['--trunk', 'b', '--call', '1'], {}],
])('refuses %s', (_, words, environment) => {
  expect(() => readCommand(['doctor', ...words], environment)).toThrow(StartRefused);
});

it('says what a carrier says, and ends with 1 where calls cannot work', async () => {
  const carrier = createSocket('udp4');
  await new Promise<void>((resolve) => carrier.bind(0, '127.0.0.1', resolve));
  carrier.on('message', (bytes, { port }) => {
    const head = bytes
      .toString()
      .split('\r\n')
      .filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line));
    carrier.send(`SIP/2.0 403 Forbidden\r\n${head.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`, port, '127.0.0.1');
  });
  const lines: string[] = [];
  const trunk = { host: '127.0.0.1', port: carrier.address().port, transport: 'udp', credentials: null } as const;
  const code = await runTrunkDoctor(trunk, (line) => lines.push(line));
  carrier.close();
  expect(code).toBe(1);
  expect(lines).toContainEqual(
    expect.stringMatching(/^bad {3}account: it does not take our address for known \(403\)/),
  );
});
