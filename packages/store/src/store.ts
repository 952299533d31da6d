import type { Bus, Clock, Logger, Random, Store } from '@alongside/domain';
import type { AuditEntry } from '@alongside/domain';
import { writeAudit } from './audit/audit.ts';
import { createCallSweeps } from './calls/sweeps.ts';
import { createCobrowseSweeps } from './cobrowse/sweeps.ts';
import { createCompanySweeps } from './company/sweeps.ts';
import { withCheckedServer } from './connection/check-server.ts';
import { Doubts } from './connection/doubts.ts';
import { Database } from './connection/database.ts';
import { createSweeps } from './contacts/sweeps.ts';
import { createCatchUp } from './conversations/catch-up.ts';
import { createSessions } from './directory/sessions.ts';
import { createSetup } from './directory/setup.ts';
import { createTenants } from './directory/tenants.ts';
import { createFileSweeps } from './files/sweeps.ts';
import { createJournal } from './journal/journal.ts';
import { createPushQueue } from './push/push-queue.ts';
import { chooseRole } from './migrations/app-role.ts';
import { checkSchema } from './migrations/migrate.ts';
import { createTransaction } from './transaction.ts';
import { TransactionScope } from './transaction-scope.ts';
import { createVisitorLog } from './visitors/visitor-log.ts';
import { createVisitorSweeps } from './visitors/visitor-sweeps.ts';
import { createWebhookQueue } from './webhooks/webhook-queue.ts';

export interface StoreOptions {
  /** postgres://user:password@host:port/name; the login must own the schema or be allowed to become `alongside_app`. */
  readonly url: string;
  readonly bus: Bus;
  readonly log: Logger;
  readonly random: Random;
  /** Not used: every time in the store is the database's. Accepted so that all engines are made alike. */
  readonly clock?: Clock;
  /** Connections for transactions; 10 by default. The journal has its own. */
  readonly poolSize?: number;
  /** Connections of the journal, among which tenants are divided; 2 by default. */
  readonly lanes?: number;
  /** Lets a server with fsync, full_page_writes or synchronous_commit off pass. */
  readonly unsafe?: boolean;
}

/**
 * Opens the store on a migrated database (`migrate` first).
 *
 * @throws StoreError `unreachable`, `version_unsupported`, `read_only`, `settings_unsafe`, `schema_behind`, `schema_newer`, `schema_changed`
 */
export async function createStore(options: StoreOptions): Promise<Store> {
  const { url, bus, log, random } = options;
  const role = await withCheckedServer(url, { unsafe: options.unsafe ?? false }, async (client) => {
    await checkSchema(client);
    return chooseRole(client, log);
  });
  const database = new Database({ url, role, poolSize: options.poolSize ?? 10, random, log });
  const journal = createJournal({ url, role, bus, log, random, lanes: options.lanes ?? 2 });
  const doubts = new Doubts(bus, () => database.ping());
  const visitorLog = createVisitorLog({ database, bus, log, doubts });

  return {
    async transaction(tenantId, work) {
      let told: TransactionScope | null = null;
      const result = await database.transaction(
        tenantId,
        async (query) => {
          const scope = new TransactionScope(tenantId, query);
          told = scope;
          const audited: AuditEntry[] = [];
          const done = await work(createTransaction(scope, audited));
          await writeAudit(scope, audited);
          return done;
        },
        () => doubts.keep(told?.hints ?? []),
      );
      publish(bus, told);
      return result;
    },
    journal,
    sessions: createSessions(database),
    catchUp: createCatchUp(database),
    tenants: createTenants(database, random),
    setup: createSetup(database),
    sweeps: {
      ...createSweeps(database, doubts),
      ...createFileSweeps(database),
      ...createCompanySweeps(database),
      ...createVisitorSweeps(database),
      ...createCobrowseSweeps(database),
      ...createCallSweeps(database),
    },
    visitorLog,
    webhookQueue: createWebhookQueue(database),
    pushQueue: createPushQueue(database),
    ping: () => database.ping(),
    async close() {
      await visitorLog.close();
      await journal.close();
      doubts.close();
      await database.close();
    },
  };
}

function publish(bus: Bus, scope: TransactionScope | null): void {
  for (const hint of scope?.hints ?? []) bus.publish(hint);
}
