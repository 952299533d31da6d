import { expect } from 'vitest';
import { type ChannelName, type Json, newPerson, type Person, type Platform, Refused } from '../client/site.ts';
import { post, type RestAnswer } from '../world/rest.ts';
import type { Check, World } from '../world/world.ts';

/** POST /oauth/token of this person on this channel. */
function token(
  { site }: World,
  channel: ChannelName,
  person: Person,
  body: object,
  headers?: Record<string, string>,
): Promise<RestAnswer> {
  const query = new URLSearchParams({
    brandId: String(site.brandId),
    channelId: site.channels[channel],
    visitorId: person.visitorId,
  });
  return post(`${site.authorize}?${query}`, body, headers);
}

const anonymous = (platform: Platform, person: Person): object => ({
  ...(platform === 'web' ? {} : { type: platform === 'android' ? 'Anonymous' : 'anonymous' }),
  customerIdentity: { idOnExternalPlatform: person.customerId },
});
const byCode = (code: string, platform: Platform): object => ({
  thirdParty: {
    grant_type: 'authorization_code',
    authorization_code: code,
    ...(platform === 'web' ? {} : { code_verifier: 'verifier' }),
  },
});
const byRefresh = (refresh_token: string): object => ({ thirdParty: { grant_type: 'refresh_token', refresh_token } });

function session(answer: RestAnswer): Json {
  expect(answer.status, answer.text.slice(0, 300)).toBe(200);
  const { json } = answer;
  expect(json.accessToken, '2.3: accessToken').toEqual(expect.any(String));
  expect(json.expiresIn, '2.3: expiresIn').toBeGreaterThan(60);
  expect(json.customerIdentity.idOnExternalPlatform, '2.3: customerIdentity').toEqual(expect.any(String));
  expect(json.customerIdentity.customFields ?? [], '2.3: customFields').toEqual(expect.any(Array));
  expect(json.contact?.customFields, '2.3: contact.customFields').toEqual(expect.any(Array));
  return json;
}

/** §2.3 and §5.4b: sessions with a token of their own. */
export const securedChecks: readonly Check[] = [
  {
    title: '§2.3 §5.4 an anonymous secured session: token, socket, and identity without any authorization event',
    async run(world, platform) {
      const person = newPerson();
      const { accessToken, customerIdentity } = session(
        await token(world, 'secured', person, anonymous(platform, person)),
      );
      person.customerId = customerIdentity.idOnExternalPlatform;
      const client = await world.open(platform, 'secured', { person, transactionToken: accessToken, heartbeatMs: 100 });
      const thread = crypto.randomUUID();
      const id = await client.write(thread, 'secured');
      await client.created(id);
      await client.until(() => client.pongs > 0, '1.3: no heartbeat answer in a secured session');
      expect((await client.recover(thread)).messages).toHaveLength(1);
    },
  },
  {
    title: '§2.3 the identity is optional on the first run of native',
    platforms: ['android', 'ios'],
    async run(world, platform) {
      const person = newPerson();
      session(await token(world, 'secured', person, { type: platform === 'android' ? 'Anonymous' : 'anonymous' }));
    },
  },
  {
    title:
      '§1.2 the upgrade is refused without a transaction token, with a bad one, and with that of another channel or visitor',
    async run(world, platform) {
      const person = newPerson();
      await expect(world.open(platform, 'secured', { person })).rejects.toBeInstanceOf(Refused);
      await expect(world.open(platform, 'secured', { person, transactionToken: 'strange' })).rejects.toBeInstanceOf(
        Refused,
      );
      const { accessToken } = session(await token(world, 'secured', person, anonymous(platform, person)));
      const other = { person: newPerson(), transactionToken: accessToken };
      await expect(world.open(platform, 'secured', other)).rejects.toBeInstanceOf(Refused);
      await expect(world.open(platform, 'oauth', { person, transactionToken: accessToken })).rejects.toBeInstanceOf(
        Refused,
      );
      await expect(
        world.open(platform, 'secured', { person, transactionToken: `${accessToken}x` }),
      ).rejects.toBeInstanceOf(Refused);
    },
  },
  {
    title: '§2.3 third party: a good code yields a session with access and refresh tokens; the socket opens with it',
    async run(world, platform) {
      const person = newPerson();
      const json = session(await token(world, 'oauth', person, byCode(`good-${crypto.randomUUID()}`, platform)));
      expect(json.thirdParty).toMatchObject({
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        expires_in: expect.any(Number),
      });
      const client = await world.open(platform, 'oauth', { person, transactionToken: json.accessToken });
      expect((await client.list()).threads).toEqual([]);
    },
  },
  {
    title: '§2.3 a bad code is refused, and says so where Android reads it',
    async run(world, platform) {
      const answer = await token(world, 'oauth', newPerson(), byCode('bad', platform));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.json.error.errorMessage).toEqual(expect.any(String));
    },
  },
  {
    title: '§2.3 refresh: for web and Android under thirdParty, for iOS at the top level, and the old one is used up',
    async run(world, platform) {
      const person = newPerson();
      const { thirdParty } = session(
        await token(world, 'oauth', person, byCode(`good-${crypto.randomUUID()}`, platform)),
      );
      const json = session(await token(world, 'oauth', person, byRefresh(thirdParty.refresh_token)));
      const wanted = {
        access_token: expect.any(String),
        refresh_token: expect.any(String),
        expires_in: expect.any(Number),
      };
      expect(json, '2.3: iOS reads the top level').toMatchObject(wanted);
      expect(json.thirdParty, '2.3: web and Android read thirdParty').toMatchObject(wanted);
      const replay = await token(world, 'oauth', person, byRefresh(thirdParty.refresh_token));
      expect(replay.status).toBeGreaterThanOrEqual(400);
      expect((await token(world, 'oauth', newPerson(), byRefresh(json.refresh_token))).status).toBeGreaterThanOrEqual(
        400,
      );
    },
  },
  {
    title: '§5.4 a replayed code: taken for the same brand, channel and visitor, who is the same customer',
    platforms: ['web'],
    async run(world, platform) {
      const person = newPerson();
      const code = `good-${crypto.randomUUID()}`;
      const first = session(await token(world, 'oauth', person, byCode(code, platform)));
      const again = session(await token(world, 'oauth', person, byCode(code, platform)));
      expect(again.customerIdentity.idOnExternalPlatform).toBe(first.customerIdentity.idOnExternalPlatform);
    },
  },
];
