import { BodyRefused, parseBody, requiredRange, requiredText } from '../body.ts';
import { conversationLink } from '../links.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** Its refusals say `error`, and give an empty link where a client expects one. */
const refused = { isSuccess: false, conversationDetailLink: '' } as const;

/** POST /v1/reporting/getmessagingdetail: where the newest conversation of these two within the dates is read. */
export const getMessagingDetail: SignedHandler = async (ports, sender, rawBody) => {
  try {
    return await detail(ports, sender, rawBody);
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error;
    const { message, errorCode } = error;
    return json(200, { ...refused, error: message, message, errorCode });
  }
};

const detail: SignedHandler = async (ports, { tenantId, origin }, rawBody) => {
  const body = parseBody(rawBody);
  const staffId = requiredText(body, 'staffId', 128);
  const customerNo = requiredText(body, 'customerId', 128);
  const { start, end } = requiredRange(body);
  const staff = await ports.staff(tenantId, staffId);
  const range = { from: Math.ceil(start), to: Math.floor(end) };
  const found = staff && (await ports.lastConversation(tenantId, { ...range, customerNo, agentId: staff.id }));
  const link = found && conversationLink(origin, found);
  if (!link) return json(200, { ...refused, error: 'No conversation was found.' });
  return json(200, { isSuccess: true, conversationDetailLink: link });
};
