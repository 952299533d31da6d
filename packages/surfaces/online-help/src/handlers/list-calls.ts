import { optionalInteger, optionalText, optionalWord, parseBody, requiredRange } from '../body.ts';
import { json } from '../request.ts';
import type { SignedHandler } from './signed.ts';

/** POST /v1/reporting/getcalllist: no calls are offered yet, so none is listed; the question is checked as it will be. */
export const listCalls: SignedHandler = async (_ports, _sender, rawBody) => {
  const body = parseBody(rawBody);
  requiredRange(body);
  optionalWord(body, 'callType', ['all', 'video', 'voice']);
  optionalText(body, 'staffId', 128);
  optionalText(body, 'customerId', 128);
  optionalInteger(body, 'callUseType', { from: 0, to: 3 }, 0);
  return json(200, []);
};
