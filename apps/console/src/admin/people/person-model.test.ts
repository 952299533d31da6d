import { expect, test } from 'vitest';
import { id } from '../../testing/things.ts';
import { changesOf } from '../kit/form-model.ts';
import { byName, settingsOf, valuesOf, withLimit } from './person-model.ts';

const person = (name: string, more = {}) => ({
  id: id(name),
  name,
  email: `${name}@meridian.example`,
  role: 'agent' as const,
  staffNumber: null,
  disabled: false,
  capacity: 3,
  limits: {},
  skills: [],
  outOfOffice: { message: 'Back on Monday', forwardTo: [] },
  ...more,
});

test('who is out of office stays so when somebody else changes their skills', () => {
  const before = valuesOf(person('linh'));
  const after = { ...before, skills: [{ skillId: id('cards'), level: 2 }] };
  expect(changesOf(settingsOf(before), settingsOf(after))).toEqual({ skills: after.skills });
});

test('an emptied staff number is none', () => {
  expect(settingsOf({ ...valuesOf(person('linh', { staffNumber: '7' })), staffNumber: ' ' }).staffNumber).toBeNull();
});

test('an emptied limit is no limit, and not zero', () => {
  expect(withLimit({ CHAT: 2, VOICE_CALL: 1 }, 'CHAT', Number.NaN)).toEqual({ VOICE_CALL: 1 });
  expect(withLimit({}, 'CHAT', 0)).toEqual({ CHAT: 0 });
});

test('disabled people stand last, the others by name in the order of the language', () => {
  const names = byName([person('Zoë'), person('Ali', { disabled: true }), person('Çan'), person('Cem')], 'tr');
  expect(names.map(({ name }) => name)).toEqual(['Cem', 'Çan', 'Zoë', 'Ali']);
});
