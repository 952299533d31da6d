import pg from 'pg';

/** One connection for the length of some work, without any of the server's settings. */
export async function asPlainClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Everything the catalogue says of the schema, a line for each thing. What is no part of it: sizes, ids, statistics. */
const DUMP = `
  SELECT line FROM (
    SELECT format('relation %s %s of %s: %s %s, row security %s %s, %s', relkind, relname, pg_get_userbyid(relowner), relpersistence,
        reloptions, relrowsecurity, relforcerowsecurity, relacl) AS line
      FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('column %s.%s %s %s: %s, not null %s, identity "%s", generated "%s", default %s', attrelid::regclass, attnum, attname,
        format_type(atttypid, atttypmod), attstorage, attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid))
      FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
      WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace) AND attnum > 0
    UNION ALL
    SELECT format('constraint %s on %s: %s, valid %s', conname, conrelid::regclass, pg_get_constraintdef(oid), convalidated)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('index %s, valid %s', pg_get_indexdef(indexrelid), indisvalid) FROM pg_index
      WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    UNION ALL
    SELECT format('policy %s on %s for %s: %s, check %s', polname, polrelid::regclass, polcmd, pg_get_expr(polqual, polrelid),
        pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
    UNION ALL
    SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT format('function %s of %s %s', pg_get_functiondef(oid), pg_get_userbyid(proowner), proacl)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('type %s %s', typname, typtype) FROM pg_type WHERE typnamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('default rights of %s on %s: %s', pg_get_userbyid(defaclrole), defaclobjtype, defaclacl) FROM pg_default_acl
    UNION ALL
    SELECT format('schema public %s', nspacl) FROM pg_namespace WHERE nspname = 'public'
  ) AS lines ORDER BY line COLLATE "C"`;

/** The whole schema as sorted lines, with the migrations that ran. Two databases with the same lines have the same schema. */
export async function schemaOf(adminUrl: string): Promise<readonly string[]> {
  return asPlainClient(adminUrl, async (client) => {
    const things = await client.query<{ line: string }>(DUMP);
    const steps = await client.query<{ line: string }>(
      `SELECT format('step %s %s %s', version, name, checksum) AS line FROM schema_migrations ORDER BY version`,
    );
    return [...things.rows, ...steps.rows].map(({ line }) => line);
  });
}

/** What one has and the other has not. */
export function differences(one: readonly string[], other: readonly string[]): string[] {
  const [left, right] = [new Set(one), new Set(other)];
  return [
    ...one.filter((line) => !right.has(line)).map((line) => `only in the first: ${line}`),
    ...other.filter((line) => !left.has(line)).map((line) => `only in the second: ${line}`),
  ];
}
