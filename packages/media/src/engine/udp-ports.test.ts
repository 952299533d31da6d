import { createSocket } from 'node:dgram';
import { UdpTransport } from 'werift';
import { expect, test } from 'vitest';
import { takePortsByBinding } from './udp-ports.ts';

takePortsByBinding();

/** A range at whose beginning somebody else has the first port. */
async function rangeAfterAnother(count: number) {
  const other = createSocket('udp4');
  await new Promise<void>((bound) => other.bind(0, bound));
  const { port } = other.address();
  return { other, range: [port, port + count - 1] as [number, number] };
}

test('passes over a port that another process has', async () => {
  const { other, range } = await rangeAfterAnother(8);
  const transport = await UdpTransport.init('udp4', { portRange: range });
  expect(transport.port).toBeGreaterThan(range[0]);
  expect(transport.port).toBeLessThanOrEqual(range[1]);
  await transport.close();
  other.close();
});

test('many at once have one each', async () => {
  const { other, range } = await rangeAfterAnother(60);
  const taken = await Promise.all(Array.from({ length: 20 }, () => UdpTransport.init('udp4', { portRange: range })));
  expect(new Set([other.address().port, ...taken.map(({ port }) => port)]).size).toBe(21);
  await Promise.all(taken.map((transport) => transport.close()));
  other.close();
});

test('where none is free that is refused, in place of ending the process', async () => {
  const { other, range } = await rangeAfterAnother(1);
  await expect(UdpTransport.init('udp4', { portRange: range })).rejects.toThrow('No UDP port');
  other.close();
});

test('without a range any port will do', async () => {
  const transport = await UdpTransport.init('udp4', {});
  expect(transport.port).toBeGreaterThan(0);
  await transport.close();
});
