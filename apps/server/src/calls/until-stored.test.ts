import { Refused } from '@alongside/domain';
import { expect, test } from 'vitest';
import { UntilStored } from './until-stored.ts';

const PATIENT = { timeout: 10_000 };

function scene(away: number) {
  const written: string[] = [];
  const errors: unknown[] = [];
  const notes = new UntilStored((error) => errors.push(error));
  const write = (what: string) => async () => {
    away -= 1;
    if (away >= 0) throw new Refused('store_unavailable');
    written.push(what);
  };
  return { written, errors, notes, write };
}

test('what the store could not take is written again, before what was said after it', async () => {
  const { written, errors, notes, write } = scene(1);
  await Promise.all([notes.write('a', write('first')), notes.write('a', write('second'))]);
  expect(written).toEqual(['first', 'second']);
  expect(errors).toHaveLength(1);
});

test('what is refused for good is not repeated, and holds up nothing behind it', async () => {
  const { written, errors, notes, write } = scene(0);
  const refused = notes.write('a', () => Promise.reject(new Refused('call_gone')));
  await Promise.all([refused, notes.write('a', write('behind'))]);
  expect(written).toEqual(['behind']);
  expect(errors).toHaveLength(1);
});

test('nothing is repeated once it is not wanted, or nobody is there', async () => {
  const { written, errors, notes, write } = scene(100);
  let wanted = true;
  const unwanted = notes.write('a', write('unwanted'), () => wanted);
  const late = notes.write('b', write('late'));
  await expect.poll(() => errors.length, PATIENT).toBeGreaterThan(1);
  wanted = false;
  await unwanted;
  notes.close();
  await late;
  expect(written).toEqual([]);
});
