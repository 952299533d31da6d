import { BodyRefused, optionalText, parseBody } from '../body.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** POST /v1/application/interactionisnotdelivered: the call system found nobody; the wait ends, and the message goes to the app. */
export const notDelivered: SignedHandler = async (ports, { tenantId }, rawBody) => {
  const body = parseBody(rawBody);
  // As its answer to the creation may have been.
  const number = Number.isSafeInteger(body.interactionId) ? String(body.interactionId) : undefined;
  const interactionId = number ?? optionalText(body, 'interactionId', 200);
  const sessionId = optionalText(body, 'sessionId', 200);
  const message = optionalText(body, 'message', 1_000);
  if (interactionId === undefined && sessionId === undefined)
    throw new BodyRefused('Either interactionId or sessionId is needed.', 400);
  const outcome = await ports.notDelivered(tenantId, {
    ...(interactionId === undefined ? {} : { interactionId }),
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(message === undefined ? {} : { message }),
  });
  if (outcome === 'nobody_waiting') throw new BodyRefused('No customer is waiting.', 402);
  if (outcome === 'other_interaction') throw new BodyRefused('The customer is waiting on another interaction.', 403);
  return json(200, { isSuccess: true, message: '' });
};
