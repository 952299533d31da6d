import { expect, test } from 'vitest';
import { contactFault } from './contact.ts';

test('a contact is an e-mail address or an https address with its scheme, or nothing', () => {
  for (const contact of ['', '  ', 'mailto:ops@bank.example', 'https://bank.example/contact'])
    expect(contactFault(contact)).toBe(false);
  for (const contact of ['ops@bank.example', 'http://bank.example', 'mailto:', 'mailto:a b@c'])
    expect(contactFault(contact)).toBe(true);
});
