import type { AuditEntry, Transaction } from '@alongside/domain';
import { createAudit } from './audit/audit.ts';
import { createCalls } from './calls/calls.ts';
import { createChannelSettings } from './channels/channels.ts';
import { createParticipants } from './channels/participants.ts';
import { createChannelPeople } from './channels/people.ts';
import { createChannelSessions } from './channels/sessions.ts';
import { createThreads } from './channels/threads.ts';
import { createCobrowse } from './cobrowse/cobrowse.ts';
import { createCobrowseRecordings } from './cobrowse/recordings.ts';
import { createCompany } from './company/company.ts';
import { createContacts } from './contacts/contacts.ts';
import { createDesks } from './contacts/desks.ts';
import { createQueues } from './contacts/queues.ts';
import { createLog } from './conversations/log.ts';
import { createDirectory } from './directory/directory.ts';
import { createHelpReports } from './directory/help-reports.ts';
import { createFiles } from './files/files.ts';
import { createPhoneLinks } from './phone-link/phone-links.ts';
import { createPush } from './push/push.ts';
import { createRouting } from './routing/routing.ts';
import { createRoutingSettings } from './routing/settings.ts';
import { createSupervision } from './supervision/supervision.ts';
import type { TransactionScope } from './transaction-scope.ts';
import { createVisitors } from './visitors/visitors.ts';
import { createWebhooks } from './webhooks/webhooks.ts';

type Parts = Omit<Transaction, 'tell'>;
type Makers = { readonly [Name in keyof Parts]: (scope: TransactionScope, audited: AuditEntry[]) => Parts[Name] };

const makers: Makers = {
  log: createLog,
  contacts: createContacts,
  queues: createQueues,
  desks: createDesks,
  routing: createRouting,
  routingSettings: createRoutingSettings,
  directory: createDirectory,
  company: createCompany,
  reports: createHelpReports,
  files: createFiles,
  supervision: createSupervision,
  audit: createAudit,
  webhooks: createWebhooks,
  push: createPush,
  visitors: createVisitors,
  channelSessions: createChannelSessions,
  cobrowse: createCobrowse,
  cobrowseRecordings: createCobrowseRecordings,
  phoneLinks: createPhoneLinks,
  channels: (scope) => ({
    ...createChannelSettings(scope),
    ...createChannelPeople(scope),
    ...createThreads(scope),
    ...createParticipants(scope),
  }),
  calls: createCalls,
};

/** Its parts are made when they are first used: most transactions use one or two of them, and a part is dozens of functions. */
class LazyTransaction {
  readonly scope: TransactionScope;
  readonly audited: AuditEntry[];

  constructor(scope: TransactionScope, audited: AuditEntry[]) {
    this.scope = scope;
    this.audited = audited;
  }

  tell(hint: Parameters<Transaction['tell']>[0]): void {
    this.scope.tell(hint);
  }
}

for (const [name, make] of Object.entries(makers))
  Object.defineProperty(LazyTransaction.prototype, name, {
    get(this: LazyTransaction) {
      const value: unknown = make(this.scope, this.audited);
      Object.defineProperty(this, name, { value });
      return value;
    },
  });

/** What happens in one transaction; `audited` gathers what its audit log is to say. */
export const createTransaction = (scope: TransactionScope, audited: AuditEntry[]): Transaction =>
  // Every part is on the prototype: `makers` has one for each.
  new LazyTransaction(scope, audited) as unknown as Transaction;
