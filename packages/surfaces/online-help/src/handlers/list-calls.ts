import type { CallRecord, Staff } from '@alongside/domain';
import { optionalInteger, optionalText, optionalWord, parseBody, requiredRange } from '../body.ts';
import { type DatedRow, helpPage } from '../help-page.ts';
import { conversationLink } from '../links.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** A telephone call is a voice call: the published list knows no other word. */
const KINDS = { all: ['voice', 'video', 'phone'], voice: ['voice', 'phone'], video: ['video'] } as const;
/** In the order of their published numbers. */
const USES = ['unknown', 'standard', 'video_help', 'online_help'] as const;
const USER_TYPE = { staff: 4, customer: 5, anonymous: 7 } as const;

/** POST /v1/reporting/getcalllist: the newest 20 calls asked for from startDate to before endDate. */
export const listCalls: SignedHandler = async (ports, { tenantId, origin }, rawBody) => {
  const body = parseBody(rawBody);
  const range = requiredRange(body);
  const type = optionalWord(body, 'callType', ['all', 'video', 'voice']) ?? 'all';
  const staffId = optionalText(body, 'staffId', 128);
  const customerNo = optionalText(body, 'customerId', 128);
  const asked = optionalInteger(body, 'callUseType', { from: 0, to: 3 }, 0);
  const use = body.callUseType === undefined || body.callUseType === null ? undefined : USES[asked];
  const staff = staffId === undefined ? undefined : await ports.staff(tenantId, staffId);
  if (staff === null) return json(200, []);
  const filter = {
    kinds: KINDS[type],
    ...(customerNo === undefined ? {} : { customerNo }),
    ...(staff === undefined ? {} : { agentId: staff.id }),
    ...(use === undefined ? {} : { callUseType: use }),
  };
  const page = await helpPage<DatedCall>(range, async (within, limit) =>
    (await ports.listCalls(tenantId, { ...within, ...filter }, limit)).map((call) => ({
      onlineHelpId: call.id,
      requestedAt: Date.parse(call.requestedAt),
      call,
    })),
  );
  const people = new Map<string, Staff | null>();
  for (const { row } of page)
    if (row.call.lastAgentId !== null && !people.has(row.call.lastAgentId))
      people.set(row.call.lastAgentId, await ports.staff(tenantId, row.call.lastAgentId));
  return json(
    200,
    page.map((row) => present(row, people, origin)),
  );
};

interface DatedCall {
  readonly onlineHelpId: string;
  readonly requestedAt: number;
  readonly call: CallRecord;
}

function present(
  { row: { call }, requestedAt }: DatedRow<DatedCall>,
  people: ReadonlyMap<string, Staff | null>,
  origin: string | null,
): Record<string, unknown> {
  const customer = {
    id: call.customerNo ?? call.customerNumber ?? '',
    name: call.customerName,
    // Who is reached by a number is no temporary user, though nobody vouches for it.
    userType: call.kind === 'phone' || call.customerRegistered ? USER_TYPE.customer : USER_TYPE.anonymous,
    appName: call.kind === 'phone' ? 'telephone' : 'app',
  };
  const agentId = call.lastAgentId;
  const staff = {
    id: agentId === null ? '' : (people.get(agentId)?.staffNumber ?? agentId),
    name: call.lastAgentName ?? '',
    userType: USER_TYPE.staff,
    appName: 'console',
  };
  const [from, to] = call.direction === 'inbound' ? [customer, staff] : [staff, customer];
  const link =
    call.contactId === null || call.conversationId === null
      ? null
      : conversationLink(origin, { contactId: call.contactId, conversationId: call.conversationId });
  return {
    callId: call.id,
    initiatorId: from.id,
    nameOfInitiator: from.name,
    initiatorUserType: from.userType,
    initiatorAppName: from.appName,
    receiverId: to.id,
    nameOfReceiver: to.name,
    receiverUserType: to.userType,
    receiverAppName: to.appName,
    callStartedAt: requestedAt,
    ...(call.endedAt === null ? {} : { callEndedAt: Date.parse(call.endedAt) }),
    callTime: call.talkSeconds,
    callType: call.kind === 'video' ? 'video' : 'voice',
    callState: call.state !== 'ended' ? 'START' : call.answeredAt === null ? 'MISSED' : 'ENDED',
    ...(link === null ? {} : { callViewUrl: link }),
    callUseType: USES.indexOf(call.callUseType),
  };
}
