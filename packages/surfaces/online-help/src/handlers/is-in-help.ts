import { BodyRefused, parseBody, requiredText } from '../body.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** POST /v1/application/iscustomerinonlinehelp: whether a customer is with an agent now, and who of the two began it. */
export const isInHelp: SignedHandler = async (ports, { tenantId }, rawBody) => {
  const customerId = requiredText(parseBody(rawBody), 'customerId', 128);
  const current = await ports.currentHelp(tenantId, customerId);
  if (!current) throw new BodyRefused('There is no such customer.');
  const { inHelp, staffNumber, agentId, outbound } = current;
  const helpType = outbound ? 'outbound' : 'inbound';
  const help = inHelp ? { helpType, staffId: staffNumber ?? agentId } : { helpType: null, staffId: null };
  return json(200, { isSuccess: true, message: '', isInHelp: inHelp, ...help });
};
