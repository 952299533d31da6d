import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { newPerson, type Person, Refused, type Site } from './client/site.ts';
import { openDesk, readDemo } from './world/demo.ts';
import type { Desk } from './world/desk.ts';
import { ownChannel } from './world/own-channel.ts';
import { get, post, type RestAnswer } from './world/rest.ts';
import { tried, type World } from './world/world.ts';

/* §2.3, securedCookie: the sixth kind of session. The demo has no such channel, so this suite makes one. */

const demo = readDemo(inject('demoJson'));
let site: Site;
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk(demo);
  await desk.rest();
  site = await ownChannel(demo, 'secured', { mode: 'live', identity: 'secured_cookie' });
});
afterAll(() => desk.close());

function token(
  person: Person,
  headers: Record<string, string> = {},
  more: Record<string, string> = {},
): Promise<RestAnswer> {
  const query = new URLSearchParams({
    brandId: String(site.brandId),
    channelId: site.channels.secured,
    visitorId: person.visitorId,
    ...more,
  });
  return post(`${site.authorize}?${query}`, {}, headers);
}
const cookieOf = ({ headers }: RestAnswer): string => (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const who = ({ json }: RestAnswer): string => json.customerIdentity.idOnExternalPlatform;

test('§2.1 §2.3 channel info names the kind; an empty body yields a session, an HttpOnly cookie and the token for where cookies are blocked', async () => {
  const { json: info } = await get(`${site.chat}/1.0/brand/${site.brandId}/channel/${site.channels.secured}`);
  expect(info).toMatchObject({
    isSecuredCookieEnabled: true,
    settings: { securedSessions: true, features: { securedSessions: true } },
  });
  const answer = await token(newPerson());
  expect(answer.status, answer.text).toBe(200);
  expect(answer.json).toMatchObject({
    accessToken: expect.any(String),
    expiresIn: expect.any(Number),
    identityToken: expect.any(String),
    customerIdentity: { idOnExternalPlatform: expect.any(String), customFields: [] },
    contact: { customFields: [] },
  });
  expect(answer.headers.get('set-cookie')).toMatch(/HttpOnly/i);
  expect(answer.headers.get('cache-control')).toMatch(/no-store/);
});

test('§2.3 the cookie tells who comes back, and so does the Bearer with storageFallback; without either it is somebody new', async () => {
  const person = newPerson();
  const first = await token(person);
  expect(who(await token(person, { cookie: cookieOf(first) }))).toBe(who(first));
  const fallback = await token(
    person,
    { authorization: `Bearer ${first.json.identityToken}` },
    { storageFallback: '1' },
  );
  expect(who(fallback)).toBe(who(first));
  expect(who(await token(person))).not.toBe(who(first));
  expect(who(await token(person, { authorization: 'Bearer strange' }))).not.toBe(who(first));
  const named = await post(
    `${site.authorize}?${new URLSearchParams({ brandId: String(site.brandId), channelId: site.channels.secured, visitorId: newPerson().visitorId })}`,
    { customerIdentity: { idOnExternalPlatform: who(first) } },
  );
  expect(named.json.customerIdentity.idOnExternalPlatform, 'nobody becomes a person by naming their id').not.toBe(
    who(first),
  );
});

test('§1.2 §5.4 the cookie of a page that the company does not list counts for nothing', async () => {
  const person = newPerson();
  const first = await token(person);
  const foreign = await token(person, { cookie: cookieOf(first), origin: 'https://elsewhere.example' });
  expect(who(foreign)).not.toBe(who(first));
  expect(foreign.headers.get('set-cookie')).toBeNull();
});

test.each(['web', 'android', 'ios'] as const)(
  '%s: §5.4 §5.7 a live chat in such a session, and the same customer on the next visit',
  (platform) =>
    tried(
      {
        title: 'cookie session',
        async run(world: World) {
          const person = newPerson();
          const first = await token(person);
          person.customerId = who(first);
          await expect(world.open(platform, 'secured', { person })).rejects.toBeInstanceOf(Refused);
          const client = await world.open(platform, 'secured', { person, transactionToken: first.json.accessToken });
          const thread = crypto.randomUUID();
          await client.created(await client.write(thread, 'by cookie'));
          const agent = await desk.take(person);
          await agent.say('hello');
          await client.heard('hello');
          const again = await token(person, { cookie: cookieOf(first) });
          const next = await world.open(platform, 'secured', { person, transactionToken: again.json.accessToken });
          expect((await next.recoverLive(null)).messages).toHaveLength(2);
        },
      },
      site,
      desk,
      platform,
    ),
);
