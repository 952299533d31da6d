import { parseBody, requiredText } from '../body.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** A refusal that answers the question as well: isInHelp is in every answer. */
const UNKNOWN = {
  isSuccess: false,
  message: 'There is no such customer.',
  errorCode: 400,
  isInHelp: false,
  helpType: null,
  staffId: null,
};

/** POST /v1/application/iscustomerinonlinehelp: whether a customer is with an agent now, and who of the two began it. */
export const isInHelp: SignedHandler = async (ports, { tenantId }, rawBody) => {
  const customerId = requiredText(parseBody(rawBody), 'customerId', 128);
  const current = await ports.currentHelp(tenantId, customerId);
  if (!current) return json(200, UNKNOWN);
  const { inHelp, staffNumber, agentId, outbound } = current;
  const helpType = outbound ? 'outbound' : 'inbound';
  const help = inHelp ? { helpType, staffId: staffNumber ?? agentId } : { helpType: null, staffId: null };
  return json(200, { isSuccess: true, message: '', isInHelp: inHelp, ...help });
};
