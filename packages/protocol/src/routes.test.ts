import { expect, test } from 'vitest';
import { ERRORS, HTTP_STATUS } from './error-codes.ts';
import { nativeRoutes, type Route } from './index.ts';

const routes: [string, Route][] = Object.entries(nativeRoutes);

test('every route stands under its operation id, and no address twice', () => {
  for (const [name, route] of routes) expect(route.operationId).toBe(name);
  const addresses = routes.map(([, route]) => `${route.method} ${route.path.replace(/\{\w+\}/g, '{}')}`);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('every parameter in a path is declared, and nothing else', () => {
  for (const [, route] of routes) {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    const declared = Object.keys((route.params as { properties?: object } | undefined)?.properties ?? {}).sort();
    expect(declared, route.path).toEqual(inPath);
  }
});

test('who needs a session can be told so', () => {
  for (const [, route] of routes) {
    if (route.access !== 'anyone') expect(route.errors, route.operationId).toContain('not_authenticated');
  }
});

test('[ERR1] every error has a status and a sentence', () => {
  for (const [code, { kind, message }] of Object.entries(ERRORS)) {
    expect(HTTP_STATUS[kind], code).toBeGreaterThanOrEqual(400);
    expect(message, code).toMatch(/^[A-Z].*\.$/);
  }
});
