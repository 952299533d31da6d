import { parseBody, requiredText } from '../body.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** POST /v1/application/gettransactionhashforonlinehelp: vouches for one customer on one device. */
export const mintHash: SignedHandler = async (ports, { tenantId }, rawBody) => {
  const body = parseBody(rawBody);
  const customerId = requiredText(body, 'customerId', 128);
  const deviceHash = requiredText(body, 'deviceHash', 256);
  const { transactionHash } = await ports.mintTransactionHash(tenantId, { customerId, deviceHash });
  return json(200, { isSuccess: true, message: '', transactionHash });
};
