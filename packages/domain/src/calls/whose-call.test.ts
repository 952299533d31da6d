import { expect, test } from 'vitest';
import { firstClaim } from './whose-call.ts';

const claim = (tenantId: string, since: number | null) => ({
  tenantId,
  since,
  trunkId: `trunk of ${tenantId}`,
  from: '+31612345678',
  to: '+31201234567',
});

test.each([
  ['goes to whoever has the number, however likely another trunk is', [claim('b', null), claim('a', 20)], 'a'],
  ['goes to whoever had the number first', [claim('b', 30), claim('a', 20), claim('c', 25)], 'a'],
  ['goes to whoever had it before that was kept', [claim('b', 30), claim('a', 0)], 'a'],
  ['goes to the likeliest of those who had it equally long', [claim('a', 0), claim('b', 0)], 'a'],
  ['of a number that nobody has goes to the likeliest trunk', [claim('a', null), claim('b', null)], 'a'],
  ['without a trunk is nobody’s', [], undefined],
])('a call %s', (_, claims, tenantId) => {
  expect(firstClaim(claims)?.tenantId).toBe(tenantId);
});
