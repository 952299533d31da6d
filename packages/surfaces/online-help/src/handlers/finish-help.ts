import { BodyRefused, parseBody, requiredText } from '../body.ts';
import { json } from '../request.ts';
import { auditedAs, type SignedHandler } from './signed.ts';

/** POST /v1/application/finishonlinehelp: ends a chat that got stuck, of exactly this customer with exactly this person. */
export const finish: SignedHandler = async (ports, sender, rawBody) => {
  const body = parseBody(rawBody);
  const customerId = requiredText(body, 'customerId', 128);
  const staffId = requiredText(body, 'staffId', 128);
  if (!(await ports.finishHelp(sender.tenantId, auditedAs(sender), { customerId, staffId })))
    throw new BodyRefused('There is no conversation between this customer and this staff member.');
  return json(200, { isSuccess: true, message: '' });
};
