import { expect } from 'vitest';
import { type ChannelName, type Json, newPerson, type Site } from '../client/site.ts';
import { get, post, put, type RestAnswer } from '../world/rest.ts';
import type { Check } from '../world/world.ts';

const channelUrl = (site: Site, name: ChannelName): string =>
  `${site.chat}/1.0/brand/${site.brandId}/channel/${site.channels[name]}`;
const MODES: Readonly<Record<ChannelName, { live: boolean; many: boolean; secured: boolean; oauth: boolean }>> = {
  multi: { live: false, many: true, secured: false, oauth: false },
  single: { live: false, many: false, secured: false, oauth: false },
  live: { live: true, many: false, secured: false, oauth: false },
  secured: { live: false, many: true, secured: true, oauth: false },
  oauth: { live: false, many: true, secured: true, oauth: true },
  legacyoauth: { live: false, many: true, secured: false, oauth: true },
};

/** What the native decoders need of the channel info. */
function decodeChannelInfo(info: Json): void {
  const needs = (ok: boolean, what: string) => expect(ok, `2.1: the channel info needs ${what}`).toBe(true);
  needs(['online', 'offline'].includes(info.availability?.status), 'availability.status');
  for (const key of ['isLiveChat', 'isAuthorizationEnabled', 'isSecuredCookieEnabled', 'isUnsecuredConnectionAllowed'])
    needs(typeof info[key] === 'boolean', key);
  const { settings } = info;
  for (const key of [
    'hasMultipleThreadsPerEndUser',
    'isProactiveChatEnabled',
    'liveChatAllowTranscript',
    'securedSessions',
  ])
    needs(typeof settings?.[key] === 'boolean', `settings.${key}`);
  for (const key of [
    'securedSessions',
    'isRecoverLivechatDoesNotFailEnabled',
    'liveChatLogoHidden',
    'isProactiveChatEnabled',
  ])
    needs(typeof settings.features?.[key] === 'boolean', `settings.features.${key} (absent counts as true)`);
  needs(
    settings.features.isRecoverLivechatDoesNotFailEnabled === false,
    'isRecoverLivechatDoesNotFailEnabled=false: web crashes on true',
  );
  needs(
    /^\d+$/.test(settings.fileRestrictions?.allowedFileSize),
    'settings.fileRestrictions.allowedFileSize as a string of megabytes',
  );
  needs(typeof settings.fileRestrictions.allowedFileSize === 'string', 'allowedFileSize as a string');
  needs(Array.isArray(settings.fileRestrictions.allowedFileTypes), 'allowedFileTypes');
  needs(typeof settings.fileRestrictions.isAttachmentsEnabled === 'boolean', 'isAttachmentsEnabled');
  for (const key of ['endUserCustomFields', 'caseCustomFields']) needs(Array.isArray(info[key]), key);
  for (const key of ['name', 'channelIdOnExternalPlatform']) needs(typeof info[key] === 'string', key);
  for (const field of info.preContactForm?.customFields ?? [])
    needs(['text', 'email', 'list', 'tree'].includes(field.definition?.type), 'form fields of a type that iOS knows');
}

const fields = (answer: RestAnswer): Json => {
  expect(answer.status, `${answer.text.slice(0, 200)}`).toBe(200);
  return answer.json;
};

/** Section 2 and the REST parts of 5.1 to 5.3; the same for every client. */
export const restChecks: readonly Check[] = [
  ...(Object.keys(MODES) as ChannelName[]).map(
    (name): Check => ({
      title: `§2.1 channel info of ${name}: every field that a decoder needs, and the mode`,
      platforms: ['web'],
      async run({ site }) {
        const info = fields(await get(`${channelUrl(site, name)}?locale=en_US`));
        decodeChannelInfo(info);
        const mode = MODES[name];
        expect(info.isLiveChat).toBe(mode.live);
        if (!mode.live) expect(info.settings.hasMultipleThreadsPerEndUser).toBe(mode.many);
        expect([info.settings.features.securedSessions, info.settings.securedSessions]).toEqual([
          mode.secured,
          mode.secured,
        ]);
        expect(info.isAuthorizationEnabled).toBe(mode.oauth);
      },
    }),
  ),
  {
    title: '§2.1 an unknown channel or brand is a client error',
    platforms: ['web'],
    async run({ site }) {
      const unknown = channelUrl(site, 'multi').replace(/chat_.*$/, 'chat_00000000-0000-4000-8000-000000000000');
      expect((await get(unknown)).status).toBe(404);
      expect((await get(`${site.chat}/1.0/brand/999999/channel/${site.channels.multi}`)).status).toBe(404);
    },
  },
  {
    title: '§2.2 availability and the persistent menu',
    platforms: ['web'],
    async run({ site }) {
      expect(['online', 'offline']).toContain(fields(await get(`${channelUrl(site, 'live')}/availability`)).status);
      expect(fields(await get(`${channelUrl(site, 'multi')}/persistent-menu-items`))).toEqual(expect.any(Array));
    },
  },
  {
    title: '§2.2 a refused attachment is 200 with what is allowed',
    platforms: ['web'],
    async run({ site }) {
      const body = {
        content: Buffer.from('MZ\u0090').toString('base64'),
        mimeType: 'application/x-msdownload',
        fileName: 'evil.exe',
      };
      const answer = fields(await post(`${channelUrl(site, 'multi')}/attachment`, body));
      expect(answer.fileUrl).toBeUndefined();
      expect(answer).toMatchObject({ allowedFileSize: expect.any(String), isAttachmentsEnabled: true });
      expect(answer.allowedFileTypes[0]).toMatchObject({
        mimeType: expect.any(String),
        description: expect.any(String),
      });
      const { allowedFileSize } = (await get(channelUrl(site, 'multi'))).json.settings.fileRestrictions;
      const large = Buffer.alloc(Number(allowedFileSize) * 1024 * 1024 + 1, 1).toString('base64');
      const tooLarge = await post(`${channelUrl(site, 'multi')}/attachment`, {
        content: large,
        mimeType: 'image/png',
        fileName: 'a.png',
      });
      expect(tooLarge.json?.fileUrl).toBeUndefined();
      expect(tooLarge.status).toBe(200);
    },
  },
  {
    title: '§1.8 cross-origin pages may ask: the headers of the web client are allowed, and credentials at the token',
    platforms: ['web'],
    async run({ site }) {
      const origin = 'https://shop.example';
      const wanted = 'content-type,x-caller-service-id,x-sdk-platform,x-sdk-version,x-trace-id,authorization';
      for (const [url, method] of [
        [channelUrl(site, 'multi'), 'GET'],
        [`${channelUrl(site, 'multi')}/attachment`, 'POST'],
        [site.authorize, 'POST'],
      ] as const) {
        const headers = { origin, 'access-control-request-method': method, 'access-control-request-headers': wanted };
        const answer = await fetch(url, { method: 'OPTIONS', headers });
        expect(answer.status, url).toBeLessThan(300);
        const allowed = (answer.headers.get('access-control-allow-headers') ?? '').toLowerCase();
        for (const header of wanted.split(','))
          expect(allowed === '*' || allowed.includes(header), `${header} at ${url}`).toBe(true);
      }
      const query = `brandId=${site.brandId}&channelId=${site.channels.secured}&visitorId=${newPerson().visitorId}`;
      const token = await post(`${site.authorize}?${query}`, { customerIdentity: {} }, { origin });
      expect([
        token.headers.get('access-control-allow-origin'),
        token.headers.get('access-control-allow-credentials'),
      ]).toEqual([origin, 'true']);
    },
  },
  {
    title:
      '§2.4 §5.1 §5.3 analytics: the visitor, a visit, page views, time on page, conversions, proactive and custom events',
    platforms: ['android', 'ios'],
    async run({ site }, platform) {
      const person = newPerson();
      const visitor = `${site.analytics}/1.0/tenants/${site.brandId}/visitors/${person.visitorId}`;
      const device = {
        applicationType: 'native',
        os: platform,
        osVersion: '17',
        deviceType: 'mobile',
        deviceToken: 'push-token',
        language: 'en',
      };
      const about = {
        customerIdentity: { idOnExternalPlatform: person.customerId, firstName: 'Ada', lastName: 'L' },
        browserFingerprint: device,
        journey: { referrer: { url: 'https://meridian.example' }, utm: { source: 'mail' } },
        customVariables: [{ identifier: 'segment', value: 'gold' }],
      };
      expect((await put(visitor, about)).status).toBeLessThan(300);
      expect(
        (await put(visitor, { ...about, browserFingerprint: { ...device, deviceToken: 'another' } })).status,
      ).toBeLessThan(300);
      const page = { title: 'Home', url: 'https://meridian.example/' };
      const events: readonly (readonly [string, object])[] = [
        ['VisitorVisit', {}],
        ['PageView', page],
        ['TimeSpentOnPage', { ...page, timeSpentOnPage: 3 }],
        ['ChatWindowOpened', {}],
        [
          'Conversion',
          {
            conversionType: 'order',
            conversionValue: 12.5,
            conversionTimeWithMilliseconds: '2024-12-06T08:37:50.858Z',
          },
        ],
        ['ProactiveActionDisplayed', { actionId: 'a', actionName: 'b', actionType: 'WelcomeMessage' }],
        ['ProactiveActionClicked', { actionId: 'a', actionName: 'b', actionType: 'WelcomeMessage' }],
        ['ProactiveActionSuccess', { actionId: 'a', actionName: 'b', actionType: 'WelcomeMessage' }],
        ['ProactiveActionFailed', { actionId: 'a', actionName: 'b', actionType: 'WelcomeMessage' }],
        ['Custom', {}],
      ];
      const visitId = crypto.randomUUID();
      for (const [type, data] of events) {
        const createdAtWithMilliseconds =
          platform === 'android' ? '2024-12-06T00:00:00.000z' : new Date().toISOString();
        const body = {
          id: crypto.randomUUID(),
          type,
          visitId,
          destination: { id: crypto.randomUUID() },
          createdAtWithMilliseconds,
          data,
        };
        expect((await post(`${visitor}/events`, body)).status, type).toBeLessThan(300);
      }
    },
  },
];
