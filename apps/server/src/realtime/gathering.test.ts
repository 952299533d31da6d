import { Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Gathering } from './gathering.ts';

/** A stream that tells in which portions its bytes were written. */
function line() {
  const writes: string[][] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      writes.push([String(chunk)]);
      done();
    },
    writev(chunks, done) {
      writes.push(chunks.map(({ chunk }) => String(chunk)));
      done();
    },
  });
  return { stream, writes };
}

test('what one turn sends over a line leaves it in one write, in order, and at the end of that turn', async () => {
  const gathering = new Gathering();
  const one = line();
  const other = line();
  for (const text of ['a', 'b']) {
    gathering.hold(one.stream);
    one.stream.write(text);
  }
  gathering.hold(other.stream);
  other.stream.write('c');
  expect(one.writes).toEqual([]);
  await turn();
  expect([one.writes, other.writes]).toEqual([[['a', 'b']], [['c']]]);
});

test('the next turn has a write of its own', async () => {
  const gathering = new Gathering();
  const { stream, writes } = line();
  for (const text of ['a', 'b']) {
    gathering.hold(stream);
    stream.write(text);
    await turn();
  }
  expect(writes).toEqual([['a'], ['b']]);
});

test('a line that ends within the turn loses nothing', async () => {
  const gathering = new Gathering();
  const { stream, writes } = line();
  gathering.hold(stream);
  stream.write('a');
  stream.end('b');
  await turn();
  expect(writes.flat()).toEqual(['a', 'b']);
});
