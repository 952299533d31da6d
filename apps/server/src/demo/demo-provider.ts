import { createHash } from 'node:crypto';
import type { IdentityProvider } from '@alongside/domain';
import { DEMO_ISSUER } from './digital-chat.ts';

/**
 * The provider of the demo's signed-in channels, which demo mode alone puts in front of the real ones: a code that begins with "good" is good,
 * again and again, and makes one person per device and code; any other is refused.
 */
export function withDemoProvider(real: IdentityProvider): IdentityProvider {
  return {
    async exchange(exchange) {
      const { openId, code, visitorId } = exchange;
      if (openId.issuer !== DEMO_ISSUER) return real.exchange(exchange);
      if (!code.startsWith('good')) return 'refused';
      const whose = createHash('sha256').update(`${code} ${visitorId.toLowerCase()}`).digest('hex').slice(0, 12);
      return {
        issuer: DEMO_ISSUER,
        subject: `demo-${whose}`,
        firstName: 'Robin',
        lastName: 'Bakker',
        imageUrl: null,
        codeIsSpent: false,
      };
    },
  };
}
