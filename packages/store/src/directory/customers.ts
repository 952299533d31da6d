import type { Directory } from '@alongside/domain';
import type { Customer } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<
  Directory,
  | 'upsertCustomer'
  | 'customer'
  | 'customerByNumber'
  | 'createConversation'
  | 'createCustomerSession'
  | 'customerSession'
  | 'customerSessionById'
>;

const columns = `id, customer_number AS "customerId", name, phone, email, id_number AS "idNumber", is_logged_in AS "isLoggedIn",
  first_seen_at AS "firstSeenAt"`;

/** A detail that is not given this time keeps what was known. */
const upsert = `INSERT INTO customers (tenant_id, id, customer_number, name, phone, email, id_number, is_logged_in, telephone)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (tenant_id, customer_number, telephone) DO UPDATE SET name = excluded.name, phone = coalesce(excluded.phone, customers.phone),
    email = coalesce(excluded.email, customers.email), id_number = coalesce(excluded.id_number, customers.id_number),
    is_logged_in = excluded.is_logged_in
  RETURNING ${columns}`;

const session = (
  condition: string,
) => `SELECT s.id, s.customer_id AS "customerId", s.conversation_id AS "conversationId",
    v.contact_id AS "contactId", u.name
  FROM customer_sessions s JOIN conversations v ON v.tenant_id = s.tenant_id AND v.id = s.conversation_id
  JOIN customers u ON u.tenant_id = s.tenant_id AND u.id = s.customer_id
  WHERE s.tenant_id = $1 AND ${condition} AND s.expires_at > clock_timestamp()`;

export function createCustomers(scope: TransactionScope): Part {
  const { tenantId } = scope;
  return {
    async upsertCustomer(customer) {
      const row = await scope.one<Customer>(upsert, [
        tenantId,
        customer.id,
        customer.customerId,
        customer.name,
        customer.phone,
        customer.email,
        customer.idNumber,
        customer.isLoggedIn,
        customer.telephone ?? false,
      ]);
      if (row === null) throw new Error('An upsert returned no row.');
      return row;
    },
    customer: (id) =>
      scope.one<Customer>(`SELECT ${columns} FROM customers WHERE tenant_id = $1 AND id = $2`, [tenantId, id]),
    customerByNumber: (customerId) =>
      scope.one<Customer>(
        `SELECT ${columns} FROM customers WHERE tenant_id = $1 AND customer_number = $2 AND NOT telephone`,
        [tenantId, customerId],
      ),
    async createConversation({ id, customerId, contactId, locale }) {
      await scope.query(
        'INSERT INTO conversations (tenant_id, id, customer_id, contact_id, locale) VALUES ($1, $2, $3, $4, $5)',
        [tenantId, id, customerId, contactId, locale],
      );
    },
    async createCustomerSession({ id, digest, customerId, conversationId, contactId, deviceHash, seconds }) {
      const row = await scope.one<{ expiresAt: string }>(
        `INSERT INTO customer_sessions (tenant_id, id, digest, customer_id, conversation_id, contact_id, device_hash, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + make_interval(secs => $8)) RETURNING expires_at AS "expiresAt"`,
        [tenantId, id, digest, customerId, conversationId, contactId, deviceHash, seconds],
      );
      if (row === null) throw new Error('An insert returned no row.');
      return row;
    },
    customerSession: (digest) => scope.one(session('s.digest = $2'), [tenantId, digest]),
    customerSessionById: (sessionId) => scope.one(session('s.id = $2'), [tenantId, sessionId]),
  };
}
