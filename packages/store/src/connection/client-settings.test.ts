import { expect, test } from 'vitest';
import { clientConfig, showAddress } from './client-settings.ts';

const optionsOf = (url: string) =>
  new URL(clientConfig(url, { timezone: 'UTC' }, 'worker').connectionString!).searchParams.get('options');

test('our settings join those that the address already carries', () => {
  expect(optionsOf('postgres://u:p@h:5432/d')).toBe('-c timezone=UTC -c role=worker');
  expect(optionsOf('postgres://u:p@h/d?options=-c%20work_mem%3D8MB')).toBe(
    '-c work_mem=8MB -c timezone=UTC -c role=worker',
  );
});

test('an address in a sentence shows no user and no password', () => {
  expect(showAddress('postgres://ada:secret@db.example:6432/alongside?sslmode=require')).toBe(
    'db.example:6432/alongside',
  );
  expect(showAddress('postgresql://localhost/x')).toBe('localhost/x');
});

test.each(['', 'localhost:5432', 'http://h/d', 'postgres//h/d'])('%j is no database address', (url) => {
  expect(() => clientConfig(url, {}, null)).toThrow(expect.objectContaining({ code: 'address_invalid' }));
});
