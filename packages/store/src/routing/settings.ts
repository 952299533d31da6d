import { Refused, type RoutingSettings } from '@alongside/domain';
import type { ContactWeights, Skill } from '@alongside/protocol';
import type { TransactionScope } from '../transaction-scope.ts';
import { createAgentSettings } from './agent-settings.ts';
import { type HoursRow, type QueueRow, queueColumns, queueValues, toHours, toQueue } from './settings-rows.ts';
import { unlessTaken } from './unless-taken.ts';

const columns = `priority, rings, offer_seconds, hours_id, max_wait_seconds, max_wait_message, overflow_after_seconds, overflow_queue_id,
  call_back_after_seconds, after_contact_seconds, prefer_last_agent_hours, service_level_seconds, service_level_percent, external_router, survey`;
const places = columns.split(',').map((_, index) => `$${index + 5}`);

const updateQueue = `UPDATE queues SET name = $3, is_default = $4, (${columns}) = ROW(${places.join(', ')})
  WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL RETURNING id`;
const insertQueue = `INSERT INTO queues (tenant_id, id, name, is_default, ${columns}) VALUES ($1, $2, $3, $4, ${places.join(', ')})`;

const usesQueue = `SELECT (SELECT count(*) FROM contacts c WHERE c.tenant_id = $1 AND c.queue_id = $2 AND c.state IN ('waiting', 'offered'))::integer AS waiting,
  (SELECT string_agg(o.name, ', ') FROM queues o WHERE o.tenant_id = $1 AND o.overflow_queue_id = $2 AND o.removed_at IS NULL) AS overflow`;

const usedBy = (setting: 'queueId' | 'hoursId') =>
  `SELECT string_agg(c.name, ', ') AS names FROM channels c WHERE c.tenant_id = $1 AND c.settings->>'${setting}' = $2::text`;

export function createRoutingSettings(scope: TransactionScope): RoutingSettings {
  const { tenantId } = scope;
  return {
    ...createAgentSettings(scope),
    async queues() {
      const rows = await scope.query<QueueRow>(
        `SELECT ${queueColumns} FROM queues q WHERE q.tenant_id = $1 AND q.removed_at IS NULL
         ORDER BY q.is_default DESC, lower(q.name), q.id`,
        [tenantId],
      );
      return rows.map(toQueue);
    },
    async queue(id) {
      const row = await scope.one<QueueRow>(
        `SELECT ${queueColumns} FROM queues q WHERE q.tenant_id = $1 AND q.id = $2 AND q.removed_at IS NULL`,
        [tenantId, id],
      );
      return row === null ? null : toQueue(row);
    },
    async saveQueue(queue) {
      // Whoever changes which is the default waits here for whoever did so first.
      await scope.query('SELECT id FROM queues WHERE tenant_id = $1 AND is_default FOR NO KEY UPDATE', [tenantId]);
      if (queue.isDefault)
        await scope.query('UPDATE queues SET is_default = false WHERE tenant_id = $1 AND is_default AND id <> $2', [
          tenantId,
          queue.id,
        ]);
      const values = [tenantId, queue.id, queue.name, queue.isDefault, ...queueValues(queue)];
      await unlessTaken('/body/name', async () => {
        if ((await scope.one(updateQueue, values)) === null) await scope.query(insertQueue, values);
      });
    },
    async removeQueue(id) {
      const queue = await scope.one<{ isDefault: boolean }>(
        `SELECT is_default AS "isDefault" FROM queues WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL FOR UPDATE`,
        [tenantId, id],
      );
      if (queue === null) return false;
      if (queue.isDefault)
        throw new Refused('in_use', { message: 'This is the default queue: make another one that first.' });
      const uses = await scope.one<{ waiting: number; overflow: string | null }>(usesQueue, [tenantId, id]);
      if (uses && uses.waiting > 0) throw new Refused('in_use', { message: `${uses.waiting} contacts wait in it.` });
      if (uses?.overflow) throw new Refused('in_use', { message: `It takes the overflow of ${uses.overflow}.` });
      await assertNoChannel(scope, 'queueId', id);
      await scope.query('UPDATE queues SET removed_at = clock_timestamp() WHERE tenant_id = $1 AND id = $2', [
        tenantId,
        id,
      ]);
      return true;
    },

    skills: () =>
      scope.query<Skill>('SELECT id, name, description FROM skills WHERE tenant_id = $1 ORDER BY lower(name), id', [
        tenantId,
      ]),
    saveSkill: ({ id, name, description }) =>
      unlessTaken('/body/name', () =>
        scope.query(
          `INSERT INTO skills (tenant_id, id, name, description) VALUES ($1, $2, $3, $4)
           ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, description = excluded.description`,
          [tenantId, id, name, description],
        ),
      ),
    async removeSkill(id) {
      const skill = await scope.one('SELECT id FROM skills WHERE tenant_id = $1 AND id = $2 FOR UPDATE', [
        tenantId,
        id,
      ]);
      if (skill === null) return false;
      const use = await scope.one<{ names: string | null }>(
        `SELECT string_agg(q.name, ', ') AS names FROM queues q WHERE q.tenant_id = $1 AND q.removed_at IS NULL
           AND q.rings @> jsonb_build_array(jsonb_build_object('requirements', jsonb_build_array(jsonb_build_object('skillId', $2::text))))`,
        [tenantId, id],
      );
      if (use?.names) throw new Refused('in_use', { message: `Queues ask for it: ${use.names}.` });
      await scope.query('UPDATE agents SET skills = skills - $2::text WHERE tenant_id = $1 AND skills ? $2::text', [
        tenantId,
        id,
      ]);
      await scope.query('DELETE FROM skills WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
      return true;
    },

    async hours() {
      const rows = await scope.query<HoursRow>(
        `SELECT id, name, time_zone, week, holidays, closed_message FROM business_hours WHERE tenant_id = $1 ORDER BY lower(name), id`,
        [tenantId],
      );
      return rows.map(toHours);
    },
    async hoursOf(id) {
      const row = await scope.one<HoursRow>(
        'SELECT id, name, time_zone, week, holidays, closed_message FROM business_hours WHERE tenant_id = $1 AND id = $2',
        [tenantId, id],
      );
      return row === null ? null : toHours(row);
    },
    saveHours: ({ id, name, timeZone, week, holidays, closedMessage }) =>
      unlessTaken('/body/name', () =>
        scope.query(
          `INSERT INTO business_hours (tenant_id, id, name, time_zone, week, holidays, closed_message) VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, week = excluded.week,
             holidays = excluded.holidays, closed_message = excluded.closed_message`,
          [tenantId, id, name, timeZone, JSON.stringify(week), JSON.stringify(holidays), closedMessage],
        ),
      ),
    async removeHours(id) {
      const hours = await scope.one('SELECT id FROM business_hours WHERE tenant_id = $1 AND id = $2 FOR UPDATE', [
        tenantId,
        id,
      ]);
      if (hours === null) return false;
      const use = await scope.one<{ names: string | null }>(
        `SELECT string_agg(q.name, ', ') AS names FROM queues q WHERE q.tenant_id = $1 AND q.hours_id = $2 AND q.removed_at IS NULL`,
        [tenantId, id],
      );
      if (use?.names) throw new Refused('in_use', { message: `Queues use them: ${use.names}.` });
      await assertNoChannel(scope, 'hoursId', id);
      // Removed queues let go of them.
      await scope.query('UPDATE queues SET hours_id = NULL WHERE tenant_id = $1 AND hours_id = $2', [tenantId, id]);
      await scope.query('DELETE FROM business_hours WHERE tenant_id = $1 AND id = $2', [tenantId, id]);
      return true;
    },

    async weights() {
      const row = await scope.one<{ weights: ContactWeights }>(
        'SELECT contact_weights AS weights FROM tenants WHERE id = $1',
        [tenantId],
      );
      if (row === null) throw new Error('The tenant of this transaction does not exist.');
      return row.weights;
    },
    async saveWeights(weights) {
      await scope.query('UPDATE tenants SET contact_weights = $2 WHERE id = $1', [tenantId, JSON.stringify(weights)]);
    },
  };
}

async function assertNoChannel(scope: TransactionScope, setting: 'queueId' | 'hoursId', id: string): Promise<void> {
  const use = await scope.one<{ names: string | null }>(usedBy(setting), [scope.tenantId, id]);
  if (use?.names) throw new Refused('in_use', { message: `Channels use it: ${use.names}.` });
}
