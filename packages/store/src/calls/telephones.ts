import { type Calls, DEFAULT_CALL_SETTINGS, type DialCap, Refused } from '@alongside/domain';
import type { CallSettings, PhoneNumber, TrunkSettings } from '@alongside/protocol';
import type { Value } from '../connection/statements.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Telephones = Pick<
  Calls,
  | 'settings'
  | 'saveSettings'
  | 'trunks'
  | 'sealedPassword'
  | 'saveTrunk'
  | 'deleteTrunk'
  | 'numbers'
  | 'saveNumber'
  | 'deleteNumber'
  | 'reserveDial'
>;

/** What is kept as JSON: all but what has a column. */
export type TrunkJson = Omit<TrunkSettings, 'id' | 'name' | 'hasPassword'>;

const trunkColumns = `id, name, settings, sealed_password IS NOT NULL AS "hasPassword"`;
interface TrunkRow {
  readonly id: string;
  readonly name: string;
  readonly settings: TrunkJson;
  readonly hasPassword: boolean;
}
const toTrunk = ({ id, name, settings, hasPassword }: TrunkRow): TrunkSettings => ({
  id,
  name,
  ...settings,
  hasPassword,
});

/** $6: whether the password changes too. No row: another trunk has the name. */
const saveTrunk = `INSERT INTO trunks AS k (tenant_id, id, name, settings, enabled, sealed_password)
  SELECT $1, $2, $3, $4::jsonb, $5, $7
  WHERE NOT EXISTS (SELECT FROM trunks o WHERE o.tenant_id = $1 AND lower(o.name) = lower($3) AND o.id <> $2)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings, enabled = excluded.enabled,
    sealed_password = CASE WHEN $6::boolean THEN excluded.sealed_password ELSE k.sealed_password END
    WHERE k.tenant_id = $1
  RETURNING ${trunkColumns}`;

export function createTelephones(scope: TransactionScope): Telephones {
  const { tenantId } = scope;
  const one = async (text: string, value: Value) => (await scope.one(text, [tenantId, value])) !== null;
  return {
    async settings() {
      const row = await scope.one<{ settings: CallSettings }>(
        'SELECT settings FROM call_settings WHERE tenant_id = $1',
        [tenantId],
      );
      return row?.settings ?? DEFAULT_CALL_SETTINGS;
    },
    async saveSettings(settings) {
      await scope.query(
        `INSERT INTO call_settings (tenant_id, settings) VALUES ($1, $2::jsonb)
         ON CONFLICT (tenant_id) DO UPDATE SET settings = excluded.settings`,
        [tenantId, JSON.stringify(settings)],
      );
    },
    async trunks() {
      const rows = await scope.query<TrunkRow>(
        `SELECT ${trunkColumns} FROM trunks WHERE tenant_id = $1 ORDER BY created_at, id`,
        [tenantId],
      );
      return rows.map(toTrunk);
    },
    async sealedPassword(id) {
      const row = await scope.one<{ sealed: string | null }>(
        'SELECT sealed_password AS sealed FROM trunks WHERE tenant_id = $1 AND id = $2',
        [tenantId, id],
      );
      return row?.sealed ?? null;
    },
    async saveTrunk({ id, name, ...settings }, sealedPassword) {
      const row = await scope.one<TrunkRow>(saveTrunk, [
        tenantId,
        id,
        name,
        JSON.stringify(settings),
        settings.enabled,
        sealedPassword !== undefined,
        sealedPassword ?? null,
      ]);
      if (row === null) throw new Refused('already_exists', { field: '/name' });
      return toTrunk(row);
    },
    deleteTrunk: (id) => one('DELETE FROM trunks WHERE tenant_id = $1 AND id = $2 RETURNING id', id),
    numbers: () =>
      scope.query<PhoneNumber>(
        'SELECT number, queue_id AS "queueId", greeting, menu FROM phone_numbers WHERE tenant_id = $1 ORDER BY number',
        [tenantId],
      ),
    async saveNumber({ number, queueId, greeting, menu }) {
      await scope.query(
        `INSERT INTO phone_numbers (tenant_id, number, queue_id, greeting, menu) VALUES ($1, $2, $3, $4, $5::jsonb)
         ON CONFLICT (tenant_id, number) DO UPDATE SET queue_id = excluded.queue_id, greeting = excluded.greeting, menu = excluded.menu`,
        [tenantId, number, queueId, greeting, JSON.stringify(menu)],
      );
    },
    deleteNumber: (number) =>
      one('DELETE FROM phone_numbers WHERE tenant_id = $1 AND number = $2 RETURNING number', number),
    async reserveDial(callId, partyId) {
      const row = await scope.one<{ cap: DialCap | null }>('SELECT reserve_dial($1, $2, $3, $4::jsonb) AS cap', [
        tenantId,
        callId,
        partyId,
        JSON.stringify(DEFAULT_CALL_SETTINGS),
      ]);
      return row?.cap ?? null;
    },
  };
}
