import { type Calls, DEFAULT_CALL_SETTINGS, type DialCap, Refused } from '@alongside/domain';
import type { CallSettings, CallSound, PhoneNumber, TrunkSettings } from '@alongside/protocol';
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
  | 'numberSince'
  | 'saveNumber'
  | 'deleteNumber'
  | 'sounds'
  | 'soundKey'
  | 'saveSound'
  | 'deleteSound'
  | 'reserveDial'
>;

/** What is kept as JSON: all but what has a column. */
export type TrunkJson = Omit<TrunkSettings, 'id' | 'name' | 'hasPassword'>;

/** What is kept as JSON of a number. */
type Reception = Pick<PhoneNumber, 'waiting' | 'voicemail'>;

const soundColumns = `s.name, s.bytes, s.milliseconds, s.updated_at AS "updatedAt"`;
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
    async numbers() {
      const rows = await scope.query<Omit<PhoneNumber, keyof Reception> & { reception: Reception }>(
        `SELECT number, queue_id AS "queueId", greeting, menu, reception - 'since' AS reception FROM phone_numbers WHERE tenant_id = $1 ORDER BY number`,
        [tenantId],
      );
      return rows.map(({ reception, ...number }) => ({ ...number, ...reception }));
    },
    async numberSince(number) {
      const row = await scope.one<{ since: number }>(
        `SELECT coalesce((reception->>'since')::float8, 0) AS since FROM phone_numbers WHERE tenant_id = $1 AND number = $2`,
        [tenantId, number],
      );
      return row?.since ?? null;
    },
    async saveNumber({ number, queueId, greeting, menu, ...reception }) {
      await scope.query(
        `INSERT INTO phone_numbers (tenant_id, number, queue_id, greeting, menu, reception) VALUES ($1, $2, $3, $4, $5::jsonb, $6::jsonb || jsonb_build_object('since', extract(epoch FROM clock_timestamp())))
         ON CONFLICT (tenant_id, number) DO UPDATE SET queue_id = excluded.queue_id, greeting = excluded.greeting, menu = excluded.menu,
           reception = excluded.reception || jsonb_build_object('since', coalesce((phone_numbers.reception->>'since')::float8, 0))`,
        [tenantId, number, queueId, greeting, JSON.stringify(menu), JSON.stringify(reception)],
      );
    },
    deleteNumber: (number) =>
      one('DELETE FROM phone_numbers WHERE tenant_id = $1 AND number = $2 RETURNING number', number),
    sounds: () =>
      scope.query<CallSound>(`SELECT ${soundColumns} FROM sounds s WHERE tenant_id = $1 ORDER BY name`, [tenantId]),
    async soundKey(name) {
      const row = await scope.one<{ key: string }>('SELECT key FROM sounds WHERE tenant_id = $1 AND name = $2', [
        tenantId,
        name,
      ]);
      return row?.key ?? null;
    },
    async saveSound({ name, bytes, milliseconds, key }) {
      // The row is locked: of two that store at once, the later one learns the key of the earlier.
      const before = await scope.one<{ key: string }>(
        'SELECT key FROM sounds WHERE tenant_id = $1 AND name = $2 FOR UPDATE',
        [tenantId, name],
      );
      const sound = await scope.one<CallSound>(
        `INSERT INTO sounds AS s (tenant_id, name, key, bytes, milliseconds) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant_id, name) DO UPDATE SET key = excluded.key, bytes = excluded.bytes, milliseconds = excluded.milliseconds,
           updated_at = clock_timestamp()
         RETURNING ${soundColumns}`,
        [tenantId, name, key, bytes, milliseconds],
      );
      return { sound: sound as CallSound, before: before?.key ?? null };
    },
    async deleteSound(name) {
      const row = await scope.one<{ key: string }>(
        'DELETE FROM sounds WHERE tenant_id = $1 AND name = $2 RETURNING key',
        [tenantId, name],
      );
      return row?.key ?? null;
    },
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
