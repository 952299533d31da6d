import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Customer } from './customers.ts';

const COOKIE = 'meridian_session';

/** Who is signed in, kept in a signed cookie, so that a restart of the demo signs nobody out. A real bank would ask for more than a name. */
export function createSessions(customers: readonly Customer[], secret: string) {
  const key = createHmac('sha256', secret).update('meridian session').digest();
  const seal = (customerId: string) => createHmac('sha256', key).update(customerId).digest('base64url');
  const attributes = 'Path=/; HttpOnly; SameSite=Lax';

  return {
    customerOf(cookieHeader: string | undefined): Customer | null {
      const value = cookieHeader
        ?.split(';')
        .map((part) => part.trim())
        .find((part) => part.startsWith(`${COOKIE}=`))
        ?.slice(COOKIE.length + 1);
      const [customerId, mark] = value?.split('.') ?? [];
      if (customerId === undefined || mark === undefined) return null;
      const expected = Buffer.from(seal(customerId));
      const given = Buffer.from(mark);
      if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
      return customers.find((customer) => customer.customerId === customerId) ?? null;
    },
    cookieFor: (customer: Customer) => `${COOKIE}=${customer.customerId}.${seal(customer.customerId)}; ${attributes}`,
    noCookie: () => `${COOKIE}=; Max-Age=0; ${attributes}`,
  };
}

export type Sessions = ReturnType<typeof createSessions>;
