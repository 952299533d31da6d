import { expect, test } from 'vitest';
import { judgeServer, type ServerFacts } from './check-server.ts';

const good: ServerFacts = {
  version: 150_018,
  version_text: '15.18',
  standby: false,
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
};

test('a primary of version 15 or newer that syncs is good enough', () => {
  expect(judgeServer(good, false)).toBeNull();
  expect(judgeServer({ ...good, version: 180_004, synchronous_commit: 'remote_apply' }, false)).toBeNull();
});

test.each(['fsync', 'full_page_writes', 'synchronous_commit'] as const)(
  'a server with %s off is refused by name, unless told to be unsafe',
  (name) => {
    expect(judgeServer({ ...good, [name]: 'off' }, false)).toMatchObject({
      code: 'settings_unsafe',
      message: expect.stringContaining(`${name} = off`),
    });
    expect(judgeServer({ ...good, [name]: 'off' }, true)).toBeNull();
  },
);

test('an older version and a standby are refused, unsafe or not', () => {
  expect(judgeServer({ ...good, version: 140_011, version_text: '14.11' }, true)).toMatchObject({
    code: 'version_unsupported',
    message: 'This is PostgreSQL 14.11; Alongside needs 15 or newer.',
  });
  expect(judgeServer({ ...good, standby: true }, true)).toMatchObject({ code: 'read_only' });
});
