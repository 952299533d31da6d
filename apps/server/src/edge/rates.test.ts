import { expect, test } from 'vitest';
import { createLimit, RATES } from './rates.ts';

test('all addresses of one IPv6 network have one allowance, and another network its own', () => {
  const limit = createLimit(1);
  for (let n = 1; n <= RATES.setup.burst; n += 1) limit('setup', `2001:db8:0:1::${n.toString(16)}`);
  expect(() => limit('setup', '2001:db8:0:1:ffff::1')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  expect(() => limit('setup', '2001:db8:0:2::1')).not.toThrow();
});
