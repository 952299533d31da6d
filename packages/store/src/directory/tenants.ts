import { type Random, Refused, type Tenant, type Tenants } from '@alongside/domain';
import type { Database } from '../connection/database.ts';

const columns = `id, domain, brand_id AS "brandId", settings`;

/** Tenants are open to be read without a tenant; only the own one can be written. */
export function createTenants(database: Database, random: Random): Tenants {
  const one = async (condition: string, values: readonly string[]): Promise<Tenant | null> => {
    const [tenant] = await database.read<Tenant>(`SELECT ${columns} FROM tenants WHERE ${condition}`, values);
    return tenant ?? null;
  };
  return {
    byDomain: (domain) => one('domain = lower($1)', [domain]),
    byId: (id) => one('id = $1', [id]),
    byBrandId: (brandId) =>
      Number.isSafeInteger(brandId) ? one('brand_id = $1', [String(brandId)]) : Promise.resolve(null),
    async only() {
      const [first, second] = await database.read<Tenant>(`SELECT ${columns} FROM tenants ORDER BY id LIMIT 2`);
      return second === undefined ? (first ?? null) : null;
    },
    all: () => database.read<Tenant>(`SELECT ${columns} FROM tenants ORDER BY domain`),
    create: ({ id, domain, brandId, settings, queueName }) =>
      database.transaction(id, async (query) => {
        if (brandId !== undefined) {
          // The sequence must not come to this number a second time.
          await query(
            `SELECT setval('brand_ids', greatest($1::bigint, nextval('brand_ids') - 1), true) WHERE $1::bigint >= 1001`,
            [brandId],
          );
        }
        const [tenant] = await query<Tenant>(
          `INSERT INTO tenants (id, domain, brand_id, settings) VALUES ($1, $2, coalesce($3, nextval('brand_ids')), $4)
           ON CONFLICT DO NOTHING RETURNING ${columns}`,
          [id, domain.toLowerCase(), brandId ?? null, JSON.stringify(settings)],
        );
        if (tenant === undefined) throw new Refused('already_exists');
        await query('INSERT INTO queues (id, tenant_id, name, is_default) VALUES ($1, $2, $3, true)', [
          random.uuid(),
          id,
          queueName,
        ]);
        return tenant;
      }),
  };
}
