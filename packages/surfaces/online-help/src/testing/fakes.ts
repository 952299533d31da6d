import { createHmac } from 'node:crypto';
import type { CallRecord, HelpReportRow, MessagingRow, NotDelivered, Staff } from '@alongside/domain';
import type { OnlineHelpPorts } from '../ports.ts';
import type { SurfaceRequest } from '../request.ts';

export const NOW = Date.parse('2021-03-09T13:28:32Z');
export const KEY = { accessKeyId: 'ak_demo_1', secret: 'test-secret', tenantId: 'tenant-1' };

export interface FakeWorld {
  readonly helps?: readonly HelpReportRow[];
  readonly calls?: readonly CallRecord[];
  readonly inHelp?: Record<string, string | null>;
  /** Customers whom the company called. */
  readonly called?: readonly string[];
  readonly staff?: readonly Staff[];
  /** Customer and agent, by our id, who are in a chat. */
  readonly chats?: readonly (readonly [string, string])[];
  readonly notDelivered?: NotDelivered;
  readonly messaging?: readonly MessagingRow[];
}

/** Ports in memory; `calls` keeps what reached the domain. */
export function fakePorts(world: FakeWorld = {}) {
  const staffOf = (staffId: string | null) =>
    (world.staff ?? []).find((one) => one.staffNumber === staffId || one.id === staffId) ?? null;
  const away = new Map<string, { message: string; forwardTo: Staff[] }>();
  const calls: unknown[] = [];
  const errors: unknown[] = [];
  const seen = new Map<string, number>();
  /** The true time, which is the database's too. */
  const now = { at: NOW };
  /** Milliseconds by which the server's clock is wrong. */
  const ahead = { by: 0 };
  const ports: OnlineHelpPorts = {
    clock: { now: () => new Date(now.at + ahead.by) },
    log: { debug() {}, info() {}, warn() {}, error: (fields) => void errors.push(fields) },
    openAccessKey: async (id) => (id === KEY.accessKeyId ? { tenantId: KEY.tenantId, secrets: [KEY.secret] } : null),
    async rememberSignature(tenantId, digest, seconds) {
      const key = `${tenantId} ${Buffer.from(digest).toString('hex')}`;
      if ((seen.get(key) ?? 0) > now.at) return false;
      seen.set(key, now.at + seconds * 1000);
      return true;
    },
    async mintTransactionHash(tenantId, grant) {
      calls.push({ tenantId, ...grant });
      return { transactionHash: 'ab'.repeat(32) };
    },
    async currentHelp(_tenantId, customerNo) {
      const agentId = world.inHelp?.[customerNo];
      return agentId === undefined
        ? null
        : {
            inHelp: agentId !== null,
            agentId,
            staffNumber: staffOf(agentId)?.staffNumber ?? null,
            outbound: world.called?.includes(customerNo) ?? false,
          };
    },
    async listHelps(tenantId, filter, limit) {
      calls.push({ tenantId, ...filter, limit });
      return (world.helps ?? [])
        .filter((row) => row.requestedAt >= filter.from && row.requestedAt <= filter.to)
        .filter((row) => filter.customerNo === undefined || row.customerNo === filter.customerNo)
        .filter((row) => filter.agentId === undefined || row.agentId === filter.agentId)
        .sort((a, b) => b.requestedAt - a.requestedAt || (a.onlineHelpId < b.onlineHelpId ? 1 : -1))
        .slice(0, limit);
    },
    async listCalls(tenantId, filter, limit) {
      calls.push({ tenantId, ...filter, limit });
      return (world.calls ?? [])
        .filter(({ requestedAt }) => Date.parse(requestedAt) >= filter.from && Date.parse(requestedAt) <= filter.to)
        .sort((a, b) => Date.parse(b.requestedAt) - Date.parse(a.requestedAt))
        .slice(0, limit);
    },
    staff: async (_tenantId, staffId) => staffOf(staffId),
    async finishHelp(tenantId, by, pair) {
      calls.push({ tenantId, by, ...pair });
      const staff = staffOf(pair.staffId);
      return (world.chats ?? []).some(([customer, agent]) => customer === pair.customerId && agent === staff?.id);
    },
    async notDelivered(tenantId, input) {
      calls.push({ tenantId, ...input });
      return world.notDelivered ?? 'ended';
    },
    async setOutOfOffice(tenantId, by, { staffId, value }) {
      calls.push({ tenantId, by, staffId, value });
      const staff = staffOf(staffId);
      if (!staff) return 'unknown_staff';
      const forwardTo = (value?.forwardToStaffIds ?? []).map(staffOf);
      if (!forwardTo.every((one): one is Staff => one !== null)) return 'unknown_forward';
      if (value) away.set(staff.id, { message: value.message, forwardTo });
      else away.delete(staff.id);
      return 'changed';
    },
    async getOutOfOffice(_tenantId, staffId) {
      const staff = staffOf(staffId);
      return staff && { staff, value: away.get(staff.id) ?? null };
    },
    async messaging(tenantId, filter, { offset, limit }) {
      calls.push({ tenantId, ...filter, offset, limit });
      return (world.messaging ?? []).slice(offset, offset + limit);
    },
    async lastConversation(tenantId, filter) {
      calls.push({ tenantId, ...filter });
      const [row] = world.messaging ?? [];
      return row ? { contactId: row.contactId, conversationId: row.conversationId } : null;
    },
  };
  return { ports, calls, errors, now, ahead };
}

export interface Signing {
  readonly secret?: string;
  readonly accessKeyId?: string;
  readonly date?: string;
  readonly headers?: Record<string, string | undefined>;
  /** Bytes to send in place of those that were signed. */
  readonly sendInstead?: string;
}

/** A request of the company's own server, signed in the canonical form. */
export function signedRequest(path: string, body: unknown, signing: Signing = {}): SurfaceRequest {
  const { secret = KEY.secret, accessKeyId = KEY.accessKeyId, date = new Date(NOW).toUTCString() } = signing;
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = 'application/json';
  const signature = createHmac('sha256', secret)
    .update(['POST', contentType, date, raw, path].join('\n'))
    .digest('base64');
  const headers: Record<string, string | undefined> = {
    'content-type': contentType,
    'x-dlg-date': date,
    'x-dlg-requester-userid': '45186',
    'x-dlg-authorization': `DLGA ${accessKeyId}:${signature}`,
    ...signing.headers,
  };
  return {
    method: 'POST',
    path,
    origin: 'https://help.example',
    headers,
    rawBody: Buffer.from(signing.sendInstead ?? raw),
  };
}
