import { expect, test } from 'vitest';
import { callOutError, dialError } from './events.ts';

test.each([
  ['busy', 486, 486],
  ['no_answer', 408, 408],
  ['unreachable', 480, 480],
  ['unreachable', 404, 404],
  ['refused', 403, 403],
  ['cancelled', 487, 487],
  ['busy', null, 486],
  ['no_answer', null, 408],
  ['unreachable', null, 480],
  ['refused', 503, null],
])('a customer who was not reached (%s, %s) is told with %s', (reason, sipStatus, sip) => {
  expect(callOutError({ reason, sipStatus })).toEqual({ code: 'IPCC_NOT_CONNECT_CUSTOMER', sip });
});

test('what broke on our side is told as that', () => {
  expect(callOutError({ reason: 'engine_lost', sipStatus: null }).code).toBe('ERROR_CALLOUT_CONNECT');
  expect(callOutError({ reason: 'agent_lost', sipStatus: null }).code).toBe('IPCC_NOT_CONNECT_AGENT_ID');
});

test('a refusal to dial has the published name', () => {
  expect(['call_busy', 'number_refused', 'call_limit_reached', 'no_trunk'].map(dialError)).toEqual([
    'CALLOUT_AGENT_BUSY',
    'CALLOUT_PERMISSION_DENY',
    'CALLOUT_PERMISSION_DENY',
    'ERROR_CALLOUT_CONNECT',
  ]);
});
