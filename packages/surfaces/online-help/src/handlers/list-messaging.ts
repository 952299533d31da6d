import type { MessagingRow } from '@alongside/domain';
import {
  type JsonObject,
  optionalFlag,
  optionalInteger,
  optionalText,
  parseBody,
  requiredRange,
  requiredText,
} from '../body.ts';
import { conversationLink } from '../links.ts';
import type { OnlineHelpPorts } from '../ports.ts';
import { json, type SurfaceResponse } from '../request.ts';
import type { Sender, SignedHandler } from './signed.ts';

const PAGE_ROWS = 20;
const MOST_PAGES = 10_000;

/** POST /v1/reporting/getcustomermessaginglist: who wrote how much to whom, from a customer's side. */
export const listCustomerMessaging: SignedHandler = async (ports, sender, rawBody) => {
  const body = parseBody(rawBody);
  const customerNo = requiredText(body, 'customerId', 128);
  return answer(ports, sender, body, { customerNo, staffId: optionalText(body, 'staffId', 128) });
};

/** POST /v1/reporting/getstaffmessaginglist: the same from the side of somebody of the company. */
export const listStaffMessaging: SignedHandler = async (ports, sender, rawBody) => {
  const body = parseBody(rawBody);
  const staffId = requiredText(body, 'staffId', 128);
  return answer(ports, sender, body, { customerNo: optionalText(body, 'customerId', 128), staffId });
};

async function answer(
  ports: OnlineHelpPorts,
  { tenantId, origin }: Sender,
  body: JsonObject,
  { customerNo, staffId }: { customerNo: string | undefined; staffId: string | undefined },
): Promise<SurfaceResponse> {
  const { start, end } = requiredRange(body);
  const asked = optionalInteger(body, 'pageSize', { from: 1, to: Number.MAX_SAFE_INTEGER }, PAGE_ROWS);
  const size = Math.min(asked, PAGE_ROWS);
  const page = optionalInteger(body, 'pageNumber', { from: 1, to: MOST_PAGES }, 1);
  // There are no groups here.
  if (optionalFlag(body, 'isGroupMessaging')) return json(200, []);
  const staff = staffId === undefined ? undefined : await ports.staff(tenantId, staffId);
  if (staff === null) return json(200, []);
  const rows = await ports.messaging(
    tenantId,
    {
      from: Math.ceil(start),
      to: Math.floor(end),
      ...(customerNo === undefined ? {} : { customerNo }),
      ...(staff === undefined ? {} : { agentId: staff.id }),
    },
    { offset: (page - 1) * size, limit: size },
  );
  return json(
    200,
    rows.map((row) => present(row, origin)),
  );
}

function present(row: MessagingRow, origin: string | null): Record<string, unknown> {
  const customer = { id: row.customerNo, name: row.customerName };
  const staff = { id: row.staffNumber ?? row.agentId, name: row.agentName };
  const [sender, receiver] = row.from === 'customer' ? [customer, staff] : [staff, customer];
  return {
    senderId: sender.id,
    nameOfSender: sender.name,
    receiverId: receiver.id,
    nameOfReceiver: receiver.name,
    messagingDate: row.at,
    sendMessageCount: row.count,
    isGroupMessaging: false,
    groupId: null,
    conversationDetailLink: conversationLink(origin, row),
  };
}
