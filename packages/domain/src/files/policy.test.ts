import { expect, test } from 'vitest';
import { acceptsFile, cleanFileName } from './policy.ts';

test('[FILE1] the type and the ending must agree', () => {
  expect(acceptsFile('image/png', 'receipt.PNG')).toBe(true);
  expect(acceptsFile('image/png', 'receipt.html')).toBe(false);
  expect(acceptsFile('text/html', 'page.html')).toBe(false);
  expect(acceptsFile('image/svg+xml', 'logo.svg')).toBe(false);
  expect(acceptsFile('image/png', 'receipt.png.exe')).toBe(false);
});

test('a name keeps no path, no control and no direction characters', () => {
  expect(cleanFileName('../../etc/passwd')).toBe('_.._etc_passwd');
  expect(cleanFileName('C:\\temp\\a.pdf')).toBe('C__temp_a.pdf');
  expect(cleanFileName('photo\u202Egnp.exe')).toBe('photo_gnp.exe');
  expect(cleanFileName('line\r\nbreak.txt')).toBe('line__break.txt');
  expect(cleanFileName('...')).toBe('file');
  expect(cleanFileName(`${'a'.repeat(300)}.pdf`)).toHaveLength(255);
  expect(cleanFileName('hóa đơn.pdf')).toBe('hóa đơn.pdf');
});
