import type { Migration } from './migration.ts';

/** Who is known by a telephone number alone is never the customer whom the company knows by the same number. */
export const telephoneCustomers: Migration = {
  version: 64,
  name: 'telephone-customers',
  sql: `
-- Made by a call, from a number that proves nobody. Each kind has its own numbers.
ALTER TABLE customers ADD COLUMN telephone boolean NOT NULL DEFAULT false;
ALTER TABLE customers DROP CONSTRAINT customers_tenant_id_customer_number_key;
ALTER TABLE customers ADD CONSTRAINT customers_by_number UNIQUE (tenant_id, customer_number, telephone);

-- Whoever has had nothing but telephone calls was made by one. Who came by the app as well stays the app's customer: their calls can not be told
-- from a stranger's any more, and the next one makes a customer of its own.
DO $$
DECLARE
  v_tenant uuid;
BEGIN
  FOR v_tenant IN SELECT t.id FROM tenants t LOOP
    PERFORM set_config('app.tenant', v_tenant::text, true);
    UPDATE customers u SET telephone = true WHERE u.tenant_id = v_tenant AND NOT u.registered AND NOT u.is_logged_in
      AND EXISTS (SELECT FROM calls k WHERE k.tenant_id = v_tenant AND k.customer_id = u.id AND k.kind = 'phone')
      AND NOT EXISTS (SELECT FROM calls k WHERE k.tenant_id = v_tenant AND k.customer_id = u.id AND k.kind <> 'phone')
      AND NOT EXISTS (SELECT FROM contacts c WHERE c.tenant_id = v_tenant AND c.customer_id = u.id AND c.help_type <> 'VOICE_CALL')
      AND NOT EXISTS (SELECT FROM customer_sessions s WHERE s.tenant_id = v_tenant AND s.customer_id = u.id)
      AND NOT EXISTS (SELECT FROM customer_identities i WHERE i.tenant_id = v_tenant AND i.customer_id = u.id);
  END LOOP;
  PERFORM set_config('app.tenant', '', true);
END $$;
`,
};
