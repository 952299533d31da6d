import {
  type AuditedBy,
  type CallFilter,
  type CallRecord,
  type Clock,
  finishHelp,
  getOutOfOffice,
  type HelpReportRow,
  type HelpReports,
  interactionNotDelivered,
  type Logger,
  mintTransactionHash,
  type NotDelivered,
  type OutOfOfficeChange,
  openAccessKey,
  type Platform,
  type Staff,
  setOutOfOffice,
} from '@alongside/domain';

/** What this surface asks of the domain. */
export interface OnlineHelpPorts {
  readonly clock: Clock;
  readonly log: Logger;
  /** null: unknown or revoked. */
  openAccessKey(accessKeyId: string): Promise<{ tenantId: string; secrets: readonly string[] } | null>;
  /** False: this digest was remembered before and its seconds are not over. */
  rememberSignature(tenantId: string, digest: Uint8Array, seconds: number): Promise<boolean>;
  mintTransactionHash(
    tenantId: string,
    grant: { customerId: string; deviceHash: string },
  ): Promise<{ transactionHash: string }>;
  /** null: this tenant knows no such customer. */
  currentHelp(tenantId: string, customerNo: string): ReturnType<HelpReports['current']>;
  listHelps(
    tenantId: string,
    filter: Parameters<HelpReports['list']>[0],
    limit: number,
  ): Promise<readonly HelpReportRow[]>;
  /** Calls requested within [from, to], whole epoch milliseconds, newest first. */
  listCalls(
    tenantId: string,
    filter: Omit<CallFilter, 'from' | 'to'> & { readonly from: number; readonly to: number },
    limit: number,
  ): Promise<readonly CallRecord[]>;
  /** A person of the company, by its own number or our id; null: nobody. */
  staff(tenantId: string, staffId: string): Promise<Staff | null>;
  /** False: these two are not in a chat. */
  finishHelp(tenantId: string, by: AuditedBy, pair: { customerId: string; staffId: string }): Promise<boolean>;
  notDelivered(
    tenantId: string,
    input: { interactionId?: string; sessionId?: string; message?: string },
  ): Promise<NotDelivered>;
  setOutOfOffice(
    tenantId: string,
    by: AuditedBy,
    input: Parameters<typeof setOutOfOffice>[3],
  ): Promise<OutOfOfficeChange>;
  getOutOfOffice(tenantId: string, staffId: string): ReturnType<typeof getOutOfOffice>;
  messaging(
    tenantId: string,
    filter: Parameters<HelpReports['messaging']>[0],
    page: { offset: number; limit: number },
  ): ReturnType<HelpReports['messaging']>;
  lastConversation(
    tenantId: string,
    filter: Parameters<HelpReports['lastConversation']>[0],
  ): ReturnType<HelpReports['lastConversation']>;
}

/** The ports on top of a running platform. */
export function onlineHelpPorts(platform: Platform): OnlineHelpPorts {
  const { store, clock, log } = platform;
  return {
    clock,
    log,
    openAccessKey: (accessKeyId) => openAccessKey(platform, accessKeyId),
    rememberSignature: (tenantId, digest, seconds) =>
      store.transaction(tenantId, (tx) => tx.directory.rememberSignature(digest, seconds)),
    mintTransactionHash: (tenantId, grant) => mintTransactionHash(platform, tenantId, grant),
    currentHelp: (tenantId, customerNo) => store.transaction(tenantId, (tx) => tx.reports.current(customerNo)),
    listHelps: (tenantId, filter, limit) => store.transaction(tenantId, (tx) => tx.reports.list(filter, limit)),
    async listCalls(tenantId, { from, to, ...filter }, limit) {
      const within = { from: new Date(from).toISOString(), to: new Date(to + 1).toISOString() };
      const { calls } = await store.transaction(tenantId, (tx) => tx.calls.list({ ...filter, ...within }, { limit }));
      return calls;
    },
    staff: (tenantId, staffId) => store.transaction(tenantId, (tx) => tx.company.staff(staffId)),
    finishHelp: (tenantId, by, pair) => finishHelp(platform, tenantId, by, pair),
    notDelivered: (tenantId, input) => interactionNotDelivered(platform, tenantId, input),
    setOutOfOffice: (tenantId, by, input) => setOutOfOffice(platform, tenantId, by, input),
    getOutOfOffice: (tenantId, staffId) => getOutOfOffice(platform, tenantId, staffId),
    messaging: (tenantId, filter, page) => store.transaction(tenantId, (tx) => tx.reports.messaging(filter, page)),
    lastConversation: (tenantId, filter) => store.transaction(tenantId, (tx) => tx.reports.lastConversation(filter)),
  };
}
