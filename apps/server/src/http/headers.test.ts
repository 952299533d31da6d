import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fakeEdge } from '../testing/fake-edge.ts';
import { builtApp } from './app-folders.ts';

const policyOf = (header: unknown): Map<string, string> =>
  new Map(
    String(header)
      .split('; ')
      .map((part) => [part.split(' ')[0]!, part.split(' ').slice(1).join(' ')]),
  );

test('every answer carries the safe headers; HSTS only on https', async () => {
  const app = await fakeEdge({ trustProxy: ['127.0.0.1'] });
  for (const url of ['/v1/health', '/v1/nothing', '/']) {
    const { headers } = await app.inject({ url });
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(policyOf(headers['content-security-policy']).get('default-src')).toBe("'none'");
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers.server ?? headers['x-powered-by']).toBeUndefined();
  }
  const secure = await app.inject({ url: '/v1/health', headers: { 'x-forwarded-proto': 'https' } });
  expect(secure.headers['strict-transport-security']).toMatch(/max-age=31536000/);
  expect(secure.headers['cache-control']).toBe('no-store');
});

test.runIf(builtApp('console'))(
  'the console may not be framed, runs no script but ours, and knows its nonce',
  async () => {
    const app = await fakeEdge();
    const { headers, body } = await app.inject({ url: '/console/', headers: { host: 'help.example' } });
    const policy = policyOf(headers['content-security-policy']);
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('object-src')).toBe("'none'");
    expect(policy.get('base-uri')).toBe("'none'");
    expect(policy.get('connect-src')).toBe("'self' ws://help.example");
    expect(policy.get('require-trusted-types-for')).toBe("'script'");
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    const nonce = /nonce="([^"]+)"/.exec(body)?.[1];
    expect(policy.get('style-src')).toBe(`'self' 'nonce-${nonce}'`);
    const again = await app.inject({ url: '/console/' });
    expect(again.body).not.toContain(nonce);
  },
);

test.runIf(builtApp('console') && builtApp('widget'))(
  'the pages on which people talk may ask for camera, microphone and screen, and nothing else may',
  async () => {
    const app = await fakeEdge();
    const policy = async (url: string) => String((await app.inject({ url })).headers['permissions-policy']);
    for (const url of ['/console/', '/widget/?tenant=demo']) {
      expect(await policy(url), url).toMatch(/camera=\(self\), display-capture=\(self\), .*microphone=\(self\)/);
      expect(await policy(url), url).toContain('geolocation=()');
    }
    for (const url of ['/v1/health', '/reference']) {
      expect(await policy(url), url).toMatch(/camera=\(\), display-capture=\(\), .*microphone=\(\)/);
    }
  },
);

test.runIf(builtApp('widget'))(
  "the widget may be framed by the pages on the tenant's list, by nobody for an unknown tenant",
  async () => {
    const app = await fakeEdge({ origins: ['https://bank.example', "https://x; script-src 'unsafe-inline'"] });
    const policy = async (url: string) => String((await app.inject({ url })).headers['content-security-policy']);
    expect(policyOf(await policy('/widget/?tenant=demo')).get('frame-ancestors')).toBe("'self' https://bank.example");
    expect(await policy('/widget/?tenant=demo')).not.toContain('unsafe-inline');
    for (const url of ['/widget/', '/widget/?tenant=nobody', '/widget/?tenant=demo&tenant=x']) {
      expect(policyOf(await policy(url)).get('frame-ancestors'), url).toBe("'none'");
    }
  },
);

test.runIf(existsSync(`${builtApp('widget')}/loader.js`))(
  'the loader may be loaded by any page, and is not kept for long',
  async () => {
    const app = await fakeEdge();
    for (const url of ['/widget/loader.js', '/widget/loader.mjs']) {
      const { headers, statusCode } = await app.inject({ url });
      expect(statusCode, url).toBe(200);
      expect(headers['access-control-allow-origin']).toBe('*');
      expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
      expect(headers['cache-control']).toBe('public, max-age=300');
      expect(headers['content-type']).toMatch(/javascript/);
    }
  },
);

test('nothing lies outside the built apps', async () => {
  const app = await fakeEdge();
  for (const url of [
    '/console/../package.json',
    '/console/%2e%2e/package.json',
    '/widget/..%2f..%2fpackage.json',
    '/console/.inputs-console',
  ]) {
    expect((await app.inject({ url })).statusCode, url).not.toBe(200);
  }
});
