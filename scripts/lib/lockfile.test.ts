import { expect, test } from 'vitest';
import { lockfileErrors, versionErrors } from './lockfile.mjs';

const integrity = `sha512-${'A'.repeat(86)}==`;
const errors = (entry: Record<string, unknown>, path = 'node_modules/thing') =>
  lockfileErrors({ packages: { '': {}, [path]: entry } }, ['packages/store'], { allowed: 'because' });

test('a package with a digest, and a link to a workspace, are in order', () => {
  expect(errors({ version: '1.0.0', integrity })).toEqual([]);
  expect(errors({ link: true, resolved: 'packages/store' })).toEqual([]);
});

test('a package without a sha512 digest is named, at any depth', () => {
  expect(errors({ version: '1.0.0' })).toEqual([expect.stringContaining('thing 1.0.0 has no sha512 digest')]);
  expect(errors({ version: '1.0.0', integrity: 'sha1-abc=' }, 'node_modules/a/node_modules/@b/c')[0]).toContain('@b/c');
});

test('a package from git, a file or a plain address is named', () => {
  for (const resolved of ['git+ssh://git@host/x.git#1', 'file:../x.tgz', 'http://host/x.tgz']) {
    expect(errors({ version: '1.0.0', integrity, resolved })).toEqual([expect.stringContaining('comes from')]);
  }
  expect(errors({ link: true, resolved: '../elsewhere' })).toEqual([expect.stringContaining('no workspace')]);
});

test('an install script is refused in production unless it is on the list', () => {
  const entry = { version: '1.0.0', integrity, hasInstallScript: true };
  expect(errors(entry)).toEqual([expect.stringContaining('runs a script')]);
  expect(errors(entry, 'node_modules/allowed')).toEqual([]);
  expect(errors({ ...entry, dev: true })).toEqual([]);
});

test('versions are exact', () => {
  expect(versionErrors('package.json', { dependencies: { a: '1.2.3', b: '18.4.0-beta.17' } })).toEqual([]);
  expect(versionErrors('package.json', { devDependencies: { a: '^1.2.3' } })[0]).toContain('a ^1.2.3');
  expect(versionErrors('package.json', { dependencies: { a: '*', b: 'file:../b' } })).toHaveLength(2);
});
