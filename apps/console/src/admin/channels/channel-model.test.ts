import { expect, test } from 'vitest';
import { bodyOf, type ChannelValues, EMPTY_FIELD, faultsOf, valuesOf } from './channel-model.ts';

const values = (part: Partial<ChannelValues>): ChannelValues => ({ ...valuesOf(null), name: 'Web', ...part });
const faults = (part: Partial<ChannelValues>) => faultsOf(values(part), (what) => what);

test('what is saved comes back into the form, and the form saves the same', () => {
  const body = bodyOf(
    values({
      identity: 'oauth',
      issuer: 'https://login.bank.example',
      clientId: 'app',
      redirectUri: 'bank.app:/done',
      asks: true,
      formName: 'Before we begin',
      formFields: [
        { ...EMPTY_FIELD, ident: 'about', label: 'What about?', type: 'tree', lines: 'Cards\n  Lost\n  New\nLoans' },
      ],
    }),
    null,
  );
  expect(body.openId).toEqual({
    issuer: 'https://login.bank.example',
    clientId: 'app',
    redirectUri: 'bank.app:/done',
  });
  expect(body.preContactForm?.fields[0]?.values).toEqual([
    { name: 'Cards', value: 'Cards', parent: null },
    { name: 'Lost', value: 'Lost', parent: 'Cards' },
    { name: 'New', value: 'New', parent: 'Cards' },
    { name: 'Loans', value: 'Loans', parent: null },
  ]);
  expect(bodyOf(valuesOf(body), body)).toEqual(body);
});

test('a choice keeps the name by which apps know it', () => {
  const before = {
    ...bodyOf(values({}), null),
    contactFields: [
      {
        ident: 'card',
        label: 'Card',
        type: 'list' as const,
        required: false,
        values: [{ name: 'c1', value: 'Gold', parent: null }],
      },
    ],
  };
  const form = valuesOf(before);
  const [field = EMPTY_FIELD] = form.contactFields;
  const after = bodyOf({ ...form, contactFields: [{ ...field, lines: 'Silver\nGold' }] }, before);
  expect(after.contactFields[0]?.values.map(({ name }) => name)).toEqual(['Silver', 'c1']);
});

test('the provider of a channel without sign-in is not kept', () => {
  expect(bodyOf(values({ issuer: 'https://login.bank.example' }), null).openId).toBeNull();
});

test('what cannot work is said at its field', () => {
  expect(faults({})).toEqual({});
  expect(faults({ name: ' ', maxMegabytes: 101, types: 'pictures' })).toEqual({
    name: 'required',
    maxMegabytes: 'megabytes',
    types: 'type',
  });
  expect(faults({ identity: 'secured_oauth', issuer: 'login' })).toEqual({
    issuer: 'address',
    clientId: 'required',
    redirectUri: 'address',
  });
  const field = { ...EMPTY_FIELD, ident: 'a', label: 'A' };
  expect(faults({ contactFields: [field, field, { ...field, ident: 'b c', type: 'list' }] })).toEqual({
    'contactFields/1/ident': 'twice',
    'contactFields/2/ident': 'ident',
    'contactFields/2/lines': 'choices',
  });
});
