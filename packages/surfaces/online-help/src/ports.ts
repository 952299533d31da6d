import {
  type Clock,
  type HelpReportRow,
  type HelpReports,
  type Logger,
  mintTransactionHash,
  openAccessKey,
  type Platform,
} from '@alongside/domain';

/** What this surface asks of the domain. */
export interface OnlineHelpPorts {
  readonly clock: Clock;
  readonly log: Logger;
  /** null: unknown or revoked. */
  openAccessKey(accessKeyId: string): Promise<{ tenantId: string; secret: string } | null>;
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
  };
}
