import { type Channel, type Channels, Refused } from '@alongside/domain';
import type { ChannelSettings } from '@alongside/protocol';
import { unlessTaken } from '../routing/unless-taken.ts';
import type { TransactionScope } from '../transaction-scope.ts';

type Part = Pick<Channels, 'channel' | 'channels' | 'saveChannel' | 'sealedOpenIdSecret' | 'removeChannel'>;

interface ChannelRow {
  readonly id: string;
  readonly name: string;
  readonly settings: Omit<ChannelSettings, 'id' | 'name'>;
  readonly brandId: number;
}

const select = `SELECT c.id, c.name, c.settings, t.brand_id AS "brandId"
  FROM channels c JOIN tenants t ON t.id = c.tenant_id WHERE c.tenant_id = $1`;

/** Whoever removes one of these waits for us, and then finds it in use. */
async function assertThere(
  scope: TransactionScope,
  { queueId, hoursId }: Pick<ChannelSettings, 'queueId' | 'hoursId'>,
) {
  const queue = `SELECT id FROM queues WHERE tenant_id = $1 AND id = $2 AND removed_at IS NULL FOR NO KEY UPDATE`;
  if (queueId !== null && (await scope.one(queue, [scope.tenantId, queueId])) === null)
    throw new Refused('unknown_reference', { field: '/body/queueId', message: 'There is no such queue.' });
  const hours = 'SELECT id FROM business_hours WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE';
  if (hoursId !== null && (await scope.one(hours, [scope.tenantId, hoursId])) === null)
    throw new Refused('unknown_reference', { field: '/body/hoursId', message: 'There are no such business hours.' });
}

/** Channels as administration sets them. A secret that is not given stays; null removes it. */
export function createChannelSettings(scope: TransactionScope): Part {
  const { tenantId } = scope;
  const toChannel = ({ id, name, settings, brandId }: ChannelRow): Channel => ({
    ...settings,
    id,
    name,
    tenantId,
    brandId: Number(brandId),
  });
  return {
    async channel(channelId) {
      const row = await scope.one<ChannelRow>(`${select} AND c.id = $2`, [tenantId, channelId]);
      return row && toChannel(row);
    },
    async channels() {
      const rows = await scope.query<ChannelRow>(`${select} ORDER BY lower(c.name), c.id`, [tenantId]);
      return rows.map(toChannel);
    },
    async saveChannel({ id, name, ...settings }, sealedOpenIdSecret) {
      const values = [tenantId, id, name, JSON.stringify(settings), sealedOpenIdSecret ?? null];
      const keep = sealedOpenIdSecret === undefined;
      await assertThere(scope, settings);
      await unlessTaken('/body/name', () =>
        scope.query(
          `INSERT INTO channels (tenant_id, id, name, settings, sealed_openid_secret) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, settings = excluded.settings
             ${keep ? '' : ', sealed_openid_secret = excluded.sealed_openid_secret'}`,
          values,
        ),
      );
    },
    async sealedOpenIdSecret(channelId) {
      const row = await scope.one<{ sealed: string | null }>(
        'SELECT sealed_openid_secret AS sealed FROM channels WHERE tenant_id = $1 AND id = $2',
        [tenantId, channelId],
      );
      return row?.sealed ?? null;
    },
    async removeChannel(channelId) {
      const values = [tenantId, channelId];
      // Whoever makes a thread or a customer there holds the row by its foreign key until the end of the transaction.
      const locked = await scope.one('SELECT id FROM channels WHERE tenant_id = $1 AND id = $2 FOR UPDATE', values);
      if (locked === null) return false;
      const threads = await scope.one(
        'SELECT id FROM conversations WHERE tenant_id = $1 AND channel_id = $2 LIMIT 1',
        values,
      );
      if (threads !== null) throw new Refused('in_use', { message: 'There are conversations on this channel.' });
      await scope.query(
        'DELETE FROM files WHERE tenant_id = $1 AND channel_id = $2 AND conversation_id IS NULL',
        values,
      );
      await scope.query('DELETE FROM customer_identities WHERE tenant_id = $1 AND channel_id = $2', values);
      await scope.query('DELETE FROM channels WHERE tenant_id = $1 AND id = $2', values);
      return true;
    },
  };
}
