import { type BackendKit, BackendKitError } from '@alongside/backend-kit';
import type { Config } from './config.ts';
import type { Customer } from './customers.ts';
import type { Ledger } from './ledger.ts';
import type { Sessions } from './sessions.ts';

export interface ApiRequest {
  readonly customer: Customer | null;
  readonly body: Readonly<Record<string, unknown>>;
}
export interface ApiResponse {
  readonly status: number;
  readonly body: unknown;
  readonly cookie?: string;
}
export type ApiHandler = (request: ApiRequest) => Promise<ApiResponse> | ApiResponse;

type Needs = {
  readonly config: Config;
  readonly kit: BackendKit;
  readonly sessions: Sessions;
  readonly ledger: Ledger;
  readonly log: (line: string) => void;
};

const ok = (body: unknown): ApiResponse => ({ status: 200, body });
const refused = (status: number, code: string): ApiResponse => ({ status, body: { error: code } });

/** What the bank's page asks of the bank, by method and path. */
export function createApi({ config, kit, sessions, ledger, log }: Needs): Readonly<Record<string, ApiHandler>> {
  const signedIn =
    (handler: (customer: Customer, body: ApiRequest['body']) => Promise<ApiResponse> | ApiResponse): ApiHandler =>
    ({ customer, body }) =>
      customer ? handler(customer, body) : refused(401, 'not_signed_in');
  const publicPart = ({ customerId, name, since }: Customer) => ({ customerId, name, since });

  return {
    'GET /api/session': ({ customer }) =>
      ok({
        customer: customer && publicPart(customer),
        customers: config.customers.map(publicPart),
        help: { url: config.alongsideUrl, tenant: config.tenant },
      }),
    'POST /api/sign-in': ({ body }) => {
      const customer = config.customers.find(({ customerId }) => customerId === body.customerId);
      if (!customer) return refused(404, 'unknown_customer');
      return { ...ok({ customer: publicPart(customer) }), cookie: sessions.cookieFor(customer) };
    },
    'POST /api/sign-out': () => ({ ...ok({}), cookie: sessions.noCookie() }),
    'GET /api/statement': signedIn((customer) => ok(ledger.statement(customer))),
    'POST /api/transfers': signedIn((customer, { from, to, cents }) => {
      const order = { from: String(from ?? ''), to: String(to ?? ''), cents: Number(cents) };
      const refusal = ledger.transfer(customer, order);
      return refusal ? refused(422, refusal) : ok(ledger.statement(customer));
    }),
    'POST /api/card': signedIn((customer, { frozen }) => {
      ledger.freeze(customer, frozen === true);
      return ok(ledger.statement(customer));
    }),
    /** The one call that Help needs: who the customer is comes from the bank's session, never from the page. */
    'POST /api/help': signedIn(async (customer, { deviceHash }) => {
      if (typeof deviceHash !== 'string' || deviceHash === '') return refused(422, 'device_hash');
      try {
        const { customerId, name } = customer;
        const { transactionHash } = await kit.mintTransactionHash({ customerId, deviceHash });
        return ok({ customerId, customerName: name, transactionHash });
      } catch (error) {
        if (!(error instanceof BackendKitError)) throw error;
        // For the operator; the customer is only told that help is away.
        log(`Help: ${error.code}. ${error.message}`);
        return refused(error.retryable ? 503 : 502, 'help_unavailable');
      }
    }),
  };
}
