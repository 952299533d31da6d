import { expect, test } from 'vitest';
import type { ClientBase, QueryConfig } from 'pg';
import { rowsOf } from './statements.ts';

const driver = (answer: (statement: QueryConfig) => Promise<object>) =>
  ({ query: answer }) as unknown as Pick<ClientBase, 'query'>;
const statement = () => ({ name: 'one', text: 'SELECT $1, $2', values: [Buffer.from('a'), 'b'] as unknown[] });

test('gives the rows, and keeps neither them nor the values for the driver', async () => {
  const asked = statement();
  const sent: unknown[] = [];
  const result = { rows: [{ a: 1 }] as object[] };
  const client = driver(async ({ values }) => {
    sent.push(...(values ?? []));
    return result;
  });
  expect(await rowsOf(client, asked)).toEqual([{ a: 1 }]);
  expect(sent).toEqual([Buffer.from('a'), 'b']);
  expect(asked.values).toEqual([null, null]);
  expect(result.rows).toEqual([]);
});

test('keeps no values after a failure', async () => {
  const asked = statement();
  const client = driver(() => Promise.reject(new Error('gone')));
  await expect(rowsOf(client, asked)).rejects.toThrow('gone');
  expect(asked.values).toEqual([null, null]);
});
