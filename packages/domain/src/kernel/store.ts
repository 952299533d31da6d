import type { Audit } from '../audit/ports.ts';
import type { Calls, CallSweeps } from '../calls/ports.ts';
import type { Channels } from '../channels/ports.ts';
import type { ChannelSessions } from '../channels/session-ports.ts';
import type { Cobrowse, CobrowseSweeps } from '../cobrowse/ports.ts';
import type { CobrowseRecordings, CobrowseRecordingSweeps } from '../cobrowse/recording-ports.ts';
import type { Company, CompanySweeps } from '../company/ports.ts';
import type { Contacts, Desks, Queues, Sweeps } from '../contacts/ports.ts';
import type { CatchUp, Journal, Log } from '../conversations/ports.ts';
import type { Directory, HelpReports, Sessions, Setup, Tenants } from '../directory/ports.ts';
import type { Files, FileSweeps } from '../files/ports.ts';
import type { PhoneLinks } from '../phone-link/ports.ts';
import type { Push, PushQueue } from '../push/ports.ts';
import type { Routing, RoutingSettings } from '../routing/ports.ts';
import type { Supervision } from '../supervision/ports.ts';
import type { VisitorLog, Visitors, VisitorSweeps } from '../visitors/ports.ts';
import type { WebhookQueue, Webhooks } from '../webhooks/ports.ts';
import type { Hint } from './bus.ts';

/** Everything that one transaction of one tenant can reach. */
export interface Transaction {
  readonly log: Log;
  readonly contacts: Contacts;
  readonly queues: Queues;
  readonly desks: Desks;
  readonly routing: Routing;
  readonly routingSettings: RoutingSettings;
  readonly directory: Directory;
  readonly company: Company;
  readonly reports: HelpReports;
  readonly files: Files;
  readonly supervision: Supervision;
  readonly audit: Audit;
  readonly webhooks: Webhooks;
  readonly push: Push;
  readonly visitors: Visitors;
  readonly channels: Channels;
  readonly channelSessions: ChannelSessions;
  readonly cobrowse: Cobrowse;
  readonly cobrowseRecordings: CobrowseRecordings;
  readonly phoneLinks: PhoneLinks;
  readonly calls: Calls;
  /** Told after COMMIT, in this order; forgotten on rollback. Appended entries are told by themselves. */
  tell(hint: Hint): void;
}

/** PostgreSQL behind the domain. */
export interface Store {
  /**
   * Runs work in one transaction with the tenant set (row-level security sees no other tenant's row). Rolls back on any throw.
   * Repeats it, at most three times, after a deadlock or serialisation failure: work must have no effect outside the transaction.
   * Rejects with Refused('store_unavailable') when the database does not answer.
   */
  transaction<T>(tenantId: string, work: (tx: Transaction) => Promise<T>): Promise<T>;
  readonly journal: Journal;
  readonly sessions: Sessions;
  readonly catchUp: CatchUp;
  readonly tenants: Tenants;
  readonly setup: Setup;
  readonly sweeps: Sweeps &
    FileSweeps &
    CompanySweeps &
    VisitorSweeps &
    CobrowseSweeps &
    CobrowseRecordingSweeps &
    CallSweeps;
  readonly visitorLog: VisitorLog;
  readonly webhookQueue: WebhookQueue;
  readonly pushQueue: PushQueue;
  /** Answers within 2 s or throws. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
