import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { downSchemas } from './down.ts';
import { nativeRoutes } from './http/index.ts';
import { upSchemas } from './up.ts';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from './version.ts';

const FINGERPRINT = 'd082067bbc5aeee2';

test('[VER1] the wire does not change by accident', () => {
  const wire = JSON.stringify({ up: upSchemas, down: downSchemas, routes: nativeRoutes });
  const fingerprint = createHash('sha256').update(wire).digest('hex').slice(0, 16);
  expect(
    fingerprint,
    'The wire changed. If old clients still understand it, put the new fingerprint here; if not, raise PROTOCOL_VERSION and keep serving the old one.',
  ).toBe(FINGERPRINT);
  expect(OLDEST_PROTOCOL_VERSION).toBeLessThanOrEqual(PROTOCOL_VERSION);
});
