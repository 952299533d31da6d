import type { Bus, Clock, Logger, Random, Store } from '@alongside/domain';
import type { AuditEntry } from '@alongside/domain';
import { createAudit, writeAudit } from './audit/audit.ts';
import { createCalls } from './calls/calls.ts';
import { createCallSweeps } from './calls/sweeps.ts';
import { createChannelSettings } from './channels/channels.ts';
import { createChannelSessions } from './channels/sessions.ts';
import { createChannelPeople } from './channels/people.ts';
import { createParticipants } from './channels/participants.ts';
import { createThreads } from './channels/threads.ts';
import { createCobrowse } from './cobrowse/cobrowse.ts';
import { createCobrowseRecordings } from './cobrowse/recordings.ts';
import { createCobrowseSweeps } from './cobrowse/sweeps.ts';
import { createCompany } from './company/company.ts';
import { createCompanySweeps } from './company/sweeps.ts';
import { withCheckedServer } from './connection/check-server.ts';
import { Database } from './connection/database.ts';
import { createContacts } from './contacts/contacts.ts';
import { createDesks } from './contacts/desks.ts';
import { createQueues } from './contacts/queues.ts';
import { createSweeps } from './contacts/sweeps.ts';
import { createCatchUp } from './conversations/catch-up.ts';
import { createLog } from './conversations/log.ts';
import { createDirectory } from './directory/directory.ts';
import { createHelpReports } from './directory/help-reports.ts';
import { createSessions } from './directory/sessions.ts';
import { createSetup } from './directory/setup.ts';
import { createSupervision } from './supervision/supervision.ts';
import { createTenants } from './directory/tenants.ts';
import { createFiles } from './files/files.ts';
import { createFileSweeps } from './files/sweeps.ts';
import { createJournal } from './journal/journal.ts';
import { createPhoneLinks } from './phone-link/phone-links.ts';
import { createPush } from './push/push.ts';
import { createPushQueue } from './push/push-queue.ts';
import { createRouting } from './routing/routing.ts';
import { createRoutingSettings } from './routing/settings.ts';
import { chooseRole } from './migrations/app-role.ts';
import { checkSchema } from './migrations/migrate.ts';
import { TransactionScope } from './transaction-scope.ts';
import { createVisitorLog } from './visitors/visitor-log.ts';
import { createVisitorSweeps } from './visitors/visitor-sweeps.ts';
import { createVisitors } from './visitors/visitors.ts';
import { createWebhookQueue } from './webhooks/webhook-queue.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

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
  /** Connections of the journal; 2 by default. */
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
  const visitorLog = createVisitorLog({ database, bus, log });

  return {
    async transaction(tenantId, work) {
      let told: TransactionScope | null = null;
      const result = await database.transaction(tenantId, async (query) => {
        const scope = new TransactionScope(tenantId, query);
        told = scope;
        const audited: AuditEntry[] = [];
        const done = await work({
          log: createLog(scope),
          contacts: createContacts(scope),
          queues: createQueues(scope),
          desks: createDesks(scope),
          routing: createRouting(scope),
          routingSettings: createRoutingSettings(scope),
          directory: createDirectory(scope),
          company: createCompany(scope),
          reports: createHelpReports(scope),
          files: createFiles(scope),
          supervision: createSupervision(scope),
          audit: createAudit(scope, audited),
          webhooks: createWebhooks(scope),
          push: createPush(scope),
          visitors: createVisitors(scope),
          channelSessions: createChannelSessions(scope),
          cobrowse: createCobrowse(scope),
          cobrowseRecordings: createCobrowseRecordings(scope),
          phoneLinks: createPhoneLinks(scope),
          channels: {
            ...createChannelSettings(scope),
            ...createChannelPeople(scope),
            ...createThreads(scope),
            ...createParticipants(scope),
          },
          calls: createCalls(scope),
          tell: (hint) => scope.tell(hint),
        });
        await writeAudit(scope, audited);
        return done;
      });
      publish(bus, told);
      return result;
    },
    journal,
    sessions: createSessions(database),
    catchUp: createCatchUp(database),
    tenants: createTenants(database, random),
    setup: createSetup(database),
    sweeps: {
      ...createSweeps(database),
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
      await database.close();
    },
  };
}

function publish(bus: Bus, scope: TransactionScope | null): void {
  for (const hint of scope?.hints ?? []) bus.publish(hint);
}
