import type { ChannelConfig, FieldDefinition } from '@alongside/protocol';
import { expect, it } from 'vitest';
import { flawsOf } from './form.ts';

const question = (ident: string, more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  ident,
  label: ident,
  type: 'text',
  required: false,
  values: [],
  ...more,
});
const nodes = [
  { name: 'cards', value: 'Cards', parent: null },
  { name: 'lost', value: 'Lost', parent: 'cards' },
];
const form: ChannelConfig['preContactForm'] = {
  name: 'Before we talk',
  fields: [
    question('name', { required: true }),
    question('mail', { type: 'email' }),
    question('topic', { type: 'tree', values: nodes }),
  ],
};

it('finds what is missing, too long, no address or no choice, each by its question', () => {
  expect(flawsOf(form, { name: ' ', mail: 'grace', topic: 'Cards' })).toEqual({
    name: 'missing',
    mail: 'no_email',
    topic: 'no_choice',
  });
  expect(flawsOf(form, { name: 'x'.repeat(1025) })).toEqual({ name: 'too_long' });
});

it('finds nothing in good answers, in unasked ones, and where there is no form', () => {
  expect(flawsOf(form, { name: 'Grace', mail: 'grace@navy.example', topic: 'lost', other: 'x' })).toEqual({});
  expect(flawsOf(null, {})).toEqual({});
});
