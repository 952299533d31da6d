import { expect, test } from 'vitest';
import { parseUpOptions, serverCommand } from './up-options.mjs';

test('without options the demo runs on port 8080 with its data in .alongside', () => {
  const options = parseUpOptions([]);
  expect(serverCommand(options, 'main.js')).toEqual([
    'main.js',
    'serve',
    '--demo',
    '--data',
    '.alongside',
    '--port',
    '8080',
  ]);
});

test('a database of your own is handed on', () => {
  const options = parseUpOptions(['--database-url', 'postgres://db/x', '--port', '9000', '--data', '/d']);
  expect(serverCommand(options, 'main.js').slice(3)).toEqual([
    '--data',
    '/d',
    '--port',
    '9000',
    '--database-url',
    'postgres://db/x',
  ]);
});

test.each([
  [['--port', 'abc'], '--port takes a number'],
  [['--port', '70000'], '--port takes a number'],
  [['--database-url', 'mysql://x'], '--database-url takes an address'],
  [['--data', ''], '--data takes'],
  [['--colour'], "Unknown option '--colour'"],
  [['stray'], 'Unexpected argument'],
])('%j is refused in one sentence', (words, message) => {
  expect(() => parseUpOptions(words)).toThrow(message);
  expect(() => parseUpOptions(words)).not.toThrow(/\n/);
});
