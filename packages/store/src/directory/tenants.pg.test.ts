import { randomBytes, randomUUID } from 'node:crypto';
import { createTestDatabase } from '@alongside/testkit';
import { expect, test } from 'vitest';
import { createStore } from '../store.ts';
import { migrated, random, recordingBus, settings, silent } from '../testing/fixture.ts';

async function emptyStore() {
  const database = await createTestDatabase({ template: migrated });
  const store = await createStore({ url: database.url, bus: recordingBus(), log: silent, random });
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await database.drop();
    },
  };
}

const tenant = (domain: string, more: { brandId?: number } = {}) => ({
  id: randomUUID(),
  domain,
  settings,
  queueName: 'Help',
  ...more,
});

test('brand numbers begin at 1001 and are never given twice, also after one was chosen', async () => {
  await using place = await emptyStore();
  const { tenants } = place.store;
  const first = await tenants.create(tenant('First'));
  expect(first).toMatchObject({ domain: 'first', brandId: 1001, settings });
  expect((await tenants.create(tenant('second'))).brandId).toBe(1002);
  expect((await tenants.create(tenant('chosen', { brandId: 1500 }))).brandId).toBe(1500);
  expect((await tenants.create(tenant('after'))).brandId).toBe(1501);
  expect((await tenants.create(tenant('low', { brandId: 7 }))).brandId).toBe(7);
  expect((await tenants.create(tenant('last'))).brandId).toBe(1502);
});

test('a domain and a brand number belong to one tenant, of 10 who ask at once too', async () => {
  await using place = await emptyStore();
  const { tenants } = place.store;
  const asked = await Promise.allSettled(Array.from({ length: 10 }, () => tenants.create(tenant('bank'))));
  expect(asked.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  expect(asked.find((one) => one.status === 'rejected')).toMatchObject({ reason: { code: 'already_exists' } });
  await expect(tenants.create(tenant('BANK'))).rejects.toMatchObject({ code: 'already_exists' });
  const [bank] = await tenants.all();
  await expect(tenants.create(tenant('other', { brandId: bank!.brandId }))).rejects.toMatchObject({
    code: 'already_exists',
  });
  expect(await tenants.all()).toHaveLength(1);
});

test('tenants are found by domain and id, and the only one while it is', async () => {
  await using place = await emptyStore();
  const { tenants } = place.store;
  expect(await tenants.only()).toBeNull();
  const bank = await tenants.create(tenant('bank'));
  expect(await tenants.only()).toEqual(bank);
  expect(await tenants.byDomain('BANK')).toEqual(bank);
  expect(await tenants.byId(bank.id)).toEqual(bank);
  expect(await tenants.byDomain('nobody')).toBeNull();
  const shop = await tenants.create(tenant('a-shop'));
  expect(await tenants.only()).toBeNull();
  expect(await tenants.all()).toEqual([shop, bank]);
});

test('the set-up link is good once, only the newest, in its time, and while there is no tenant', async () => {
  await using place = await emptyStore();
  const { setup, tenants } = place.store;
  const save = async (seconds = 60) => {
    const digest = randomBytes(32);
    await setup.saveToken(digest, seconds);
    return digest;
  };
  expect(await setup.needed()).toBe(true);
  const older = await save();
  const newer = await save();
  expect(await setup.consumeToken(older)).toBe(false);
  expect(await setup.consumeToken(randomBytes(32))).toBe(false);
  const used = await Promise.all(Array.from({ length: 10 }, () => setup.consumeToken(newer)));
  expect(used.filter(Boolean)).toHaveLength(1);
  expect(await setup.consumeToken(await save(0))).toBe(false);
  const late = await save();
  await tenants.create(tenant('bank'));
  expect(await setup.needed()).toBe(false);
  expect(await setup.consumeToken(late)).toBe(false);
});
