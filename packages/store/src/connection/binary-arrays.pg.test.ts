import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { intArray, jsonbArray, textArray, uuidArray } from './binary-arrays.ts';

let fixture: Fixture;
let client: pg.Client;
beforeAll(async () => {
  fixture = await createFixture();
  client = new pg.Client({ connectionString: fixture.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await fixture[Symbol.asyncDispose]();
});

/** What PostgreSQL understood. */
async function understood(type: string, bytes: Buffer): Promise<unknown> {
  const { rows } = await client.query<{ value: unknown }>(`SELECT $1::${type} AS value`, [bytes]);
  return rows[0]?.value;
}

test('numbers, with none and with the largest', async () => {
  for (const values of [[1, 0, -1, 2_147_483_647, -2_147_483_648]])
    expect(await understood('integer[]', intArray(values))).toEqual(values);
});

test('texts of any alphabet, empty ones, quotes, backslashes and nulls', async () => {
  const values = ['', 'plain', null, 'NULL', '"{\\}",', 'ünï', '汉字', '👍🏽', 'x'.repeat(100_000), 'ÿ'.repeat(300)];
  expect(await understood('text[]', textArray(values))).toEqual(values);
});

test('JSON', async () => {
  const values = [{ kind: 'text', text: 'ÿ "quoted" \\ 汉字 👍🏽\n' }, {}, { a: [1, null] }];
  const bytes = jsonbArray(values.map((value) => JSON.stringify(value)));
  const { rows } = await client.query('SELECT value FROM unnest($1::jsonb[]) AS u (value)', [bytes]);
  expect(rows.map(({ value }) => value)).toEqual(values);
});

test('ids, in capitals or not, and nulls; what is no id is refused', async () => {
  const values = Array.from({ length: 50 }, (_, index) => (index % 7 === 3 ? null : randomUUID()));
  const given = values.map((id, index) => (index % 2 === 0 || id === null ? id : id.toUpperCase()));
  const { rows } = await client.query('SELECT value FROM unnest($1::uuid[]) AS u (value)', [uuidArray(given)]);
  expect(rows.map(({ value }) => value)).toEqual(values);
  const id = randomUUID();
  for (const wrong of ['', 'x', id.slice(1), `${id}0`, id.replace(/^./, 'g'), 'ü'.repeat(36)])
    expect(() => uuidArray([wrong])).toThrow(TypeError);
});

test('none at all', async () => {
  expect(await understood('text[]', textArray([]))).toEqual([]);
  expect(await understood('integer[]', intArray([]))).toEqual([]);
});
