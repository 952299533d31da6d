import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { startTestServer } from '../testing/start-test-server.ts';

const COUNTERS = '/proc/net/netstat';

/** Connections that this machine's kernel put off because somebody's backlog was full. */
function putOff(): number {
  const [names = [], values = []] = readFileSync(COUNTERS, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
    .map((line) => line.split(' '));
  return Number(values[names.indexOf('ListenOverflows')]);
}

test.skipIf(!existsSync(COUNTERS))('of many who connect in one moment the kernel puts off none', async () => {
  await using server = await startTestServer();
  const { hostname, port } = new URL(server.url);
  const putOffOfMany = async () => {
    const before = putOff();
    const people = Array.from({ length: 1_500 }, () => connect(Number(port), hostname));
    await Promise.all(people.map((person) => once(person, 'connect')));
    const gone = people.map((person) => once(person, 'close'));
    for (const person of people) person.destroy();
    await Promise.all(gone);
    return putOff() - before;
  };
  // The kernel counts for the whole machine: another's full backlog must not be taken for ours.
  const counts = [await putOffOfMany(), await putOffOfMany(), await putOffOfMany()];
  expect(Math.min(...counts)).toBe(0);
});
