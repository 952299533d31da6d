import type { CallSweeps, DueCall } from '@alongside/domain';
import type { Database } from '../connection/database.ts';
import type { TrunkJson } from './telephones.ts';

interface TrunkRow {
  readonly tenantId: string;
  readonly id: string;
  readonly name: string;
  readonly settings: TrunkJson;
  readonly sealedPassword: string | null;
}

/** Across all tenants, each looked at with only itself set. */
export function createCallSweeps(database: Database): CallSweeps {
  return {
    async touchCallHost(hostId, seconds) {
      await database.change('SELECT touch_call_host($1, $2)', [hostId, seconds]);
    },
    lostCalls: (limit) => database.change('SELECT tenant AS "tenantId", call AS "callId" FROM lost_calls($1)', [limit]),
    dueCalls: (limit, { ring, connect, gone }) =>
      database.change<DueCall>(
        'SELECT tenant AS "tenantId", call AS "callId", party AS "partyId", what FROM due_calls($1, $2, $3, $4)',
        [limit, ring, connect, gone],
      ),
    strayOnlookers: (limit) =>
      database.change('SELECT tenant AS "tenantId", call AS "callId", party AS "partyId" FROM stray_onlookers($1)', [
        limit,
      ]),
    overspent: (limit) =>
      database.change('SELECT tenant AS "tenantId", call AS "callId" FROM overspent_calls($1)', [limit]),
    async allTrunks() {
      const rows = await database.change<TrunkRow>(
        'SELECT tenant AS "tenantId", id, name, settings, sealed_password AS "sealedPassword" FROM all_trunks()',
        [],
      );
      return rows.map(({ settings, ...row }) => ({ ...row, ...settings, hasPassword: row.sealedPassword !== null }));
    },
    allDeskPhones: () =>
      database.change(
        'SELECT tenant AS "tenantId", agent AS "agentId", username, sealed_password AS "sealedPassword" FROM all_desk_phones()',
        [],
      ),
    async expireRecordings(limit, days) {
      const rows = await database.change<{ gone: string }>('SELECT gone FROM expire_call_recordings($1, $2)', [
        limit,
        days,
      ]);
      return rows.map(({ gone }) => gone);
    },
  };
}
