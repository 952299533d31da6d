import { expect, test } from 'vitest';
import { readCommand, type Settings } from './arguments.ts';
import { StartRefused } from './start-refused.ts';

const settings = (argv: string[], environment: NodeJS.ProcessEnv = {}): Settings => {
  const command = readCommand(argv, environment);
  if (!('settings' in command)) throw new Error('no settings');
  return command.settings;
};

test('without anything it serves on this machine only, in .alongside, with nobody set up', () => {
  expect(readCommand([], {}).name).toBe('serve');
  expect(settings(['serve'])).toMatchObject({
    dataDir: '.alongside',
    host: '127.0.0.1',
    port: 8080,
    databaseUrl: null,
    demo: false,
    unsafe: false,
    publicUrl: null,
    trustProxy: false,
    rateScale: 1,
    logTo: 'stderr',
  });
});

test('flags come before the environment, the environment before the defaults', () => {
  const environment = {
    ALONGSIDE_PORT: '9000',
    ALONGSIDE_DATABASE_URL: 'postgres://x',
    ALONGSIDE_DEMO: '1',
    ALONGSIDE_PUBLIC_URL: 'https://help.example/',
  };
  expect(settings(['serve', '--port', '0'], environment)).toMatchObject({
    port: 0,
    databaseUrl: 'postgres://x',
    demo: true,
    publicUrl: 'https://help.example',
    logTo: 'file',
  });
  expect(settings(['migrate', '--data=/x'], { ALONGSIDE_PORT: '' })).toMatchObject({ dataDir: '/x', port: 8080 });
});

test('proxies are trusted by their number or by their addresses', () => {
  const trust = settings(['--trust-proxy', '2']).trustProxy as (address: string, hop: number) => boolean;
  expect([0, 1, 2].map((hop) => trust('x', hop))).toEqual([true, true, false]);
  expect(settings(['--trust-proxy', '10.0.0.0/8, 127.0.0.1']).trustProxy).toEqual(['10.0.0.0/8', '127.0.0.1']);
  expect(settings(['--trust-proxy', '0']).trustProxy).toBe(false);
});

test('what makes no sense is refused in one sentence', () => {
  const wrong: [string[], NodeJS.ProcessEnv, RegExp][] = [
    [['dance'], {}, /no command "dance"/],
    [['password'], {}, /Whose password/],
    [['password', 'ada@bank.example'], {}, /ALONGSIDE_NEW_PASSWORD, at least 15/],
    [['password', 'ada@bank.example'], { ALONGSIDE_NEW_PASSWORD: 'too short' }, /at least 15/],
    [['password', 'ada@bank.example'], { ALONGSIDE_NEW_PASSWORD: 'x'.repeat(257) }, /at most 256/],
    [['password', 'ada@bank.example', 'a long new password'], {}, /Give one e-mail address/],
    [['serve', 'now'], {}, /no command "serve now"/],
    [['--port', '99999'], {}, /"99999" is no port/],
    [['--port', '-1'], {}, /--port/],
    [['--prot', '1'], {}, /--prot/],
    [['--public-url', 'help.example'], {}, /no public URL/],
    [['--public-url', 'https://help.example/path'], {}, /no public URL/],
    [['--log', 'paper'], {}, /--log must be one of stderr, file/],
    [[], { ALONGSIDE_RATE_SCALE: 'much' }, /ALONGSIDE_RATE_SCALE/],
    [[], { ALONGSIDE_LOG_LEVEL: 'loud' }, /ALONGSIDE_LOG_LEVEL/],
  ];
  for (const [argv, environment, sentence] of wrong) {
    expect(() => readCommand(argv, environment), argv.join(' ')).toThrow(StartRefused);
    expect(() => readCommand(argv, environment), argv.join(' ')).toThrow(sentence);
  }
});

test('help and version need nothing else', () => {
  expect(readCommand(['--help'], {}).name).toBe('help');
  expect(readCommand(['-v'], {}).name).toBe('version');
});

test('the scanner and the origin of files are understood, or refused with an example', () => {
  const told = settings(['serve', '--clamd', '/run/clamd.ctl', '--files-origin', 'https://files.example.net/']);
  expect(told).toMatchObject({ clamd: { path: '/run/clamd.ctl' }, filesOrigin: 'https://files.example.net' });
  expect(settings(['serve'], { ALONGSIDE_CLAMD: 'av:3310' })).toMatchObject({ clamd: { host: 'av', port: 3310 } });
  expect(settings(['serve'])).toMatchObject({ clamd: null, filesOrigin: null });
  for (const wrong of [
    ['--clamd', 'somewhere'],
    ['--files-origin', 'files.example.net'],
  ])
    expect(() => settings(['serve', ...wrong])).toThrow(StartRefused);
});

test("the viewer's own name is taken beside a public URL only, and must differ from it", () => {
  const told = settings([
    'serve',
    '--public-url',
    'https://help.example',
    '--viewer-origin',
    'https://viewer.example/',
  ]);
  expect(told.viewerOrigin).toBe('https://viewer.example');
  expect(settings(['serve']).viewerOrigin).toBeNull();
  for (const wrong of [
    ['--viewer-origin', 'https://viewer.example'],
    ['--viewer-origin', 'viewer.example', '--public-url', 'https://help.example'],
    ['--viewer-origin', 'https://help.example', '--public-url', 'https://help.example'],
  ])
    expect(() => settings(['serve', ...wrong])).toThrow(StartRefused);
});

test('a new password is never an argument', () => {
  const environment = { ALONGSIDE_NEW_PASSWORD: 'long enough for Ada' };
  expect(readCommand(['password', 'ada@bank.example', '--tenant', 'bank'], environment)).toMatchObject({
    name: 'password',
    person: { email: 'ada@bank.example', tenant: 'bank', password: 'long enough for Ada' },
  });
});
