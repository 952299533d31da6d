import { expect, test } from 'vitest';
import { ERRORS, HTTP_STATUS } from './error-codes.ts';

const ACTIONS = {
  fix_request: 'the request is wrong; repeating it unchanged cannot help',
  sign_in: 'get a new session and repeat',
  start_again: 'the session is over; start a new one',
  retry: 'repeat the same request with the same client id',
  retry_later: 'repeat after `retryAfterSeconds`, or later',
  reconnect: 'open a new socket and resume by the cursor',
  resync: 'what you know is old: read again and show what is',
  none: 'nothing; tell the person',
  contact_administrator: 'somebody with access to the settings must help',
  upgrade_client: 'a newer client is needed',
};

const page = [
  '# Errors',
  '',
  'Every refusal has the same shape, in an HTTP body (`{"error": …}`) and in a frame: `code`, `kind`, `message`, `correctiveAction`; `field` (a JSON pointer) and `rule` where one value is',
  "at fault; `retryAfterSeconds` where waiting helps; `requestId` as in the server's log. Codes are stable. This page is written by a test from `packages/protocol/src/error-codes.ts`.",
  '',
  '| code | HTTP | means | corrective action |',
  '|---|---|---|---|',
  ...Object.entries(ERRORS).map(
    ([code, { kind, message, action }]) => `| \`${code}\` | ${HTTP_STATUS[kind]} | ${message} | \`${action}\` |`,
  ),
  '',
  '## Corrective actions',
  '',
  '| action | what to do |',
  '|---|---|',
  ...Object.entries(ACTIONS).map(([action, meaning]) => `| \`${action}\` | ${meaning} |`),
  '',
].join('\n');

test('docs/errors.md lists every code (update it with `npx vitest run packages/protocol --update`)', async () => {
  for (const { action } of Object.values(ERRORS)) expect(ACTIONS).toHaveProperty(action);
  await expect(page).toMatchFileSnapshot('../../../docs/errors.md');
});
