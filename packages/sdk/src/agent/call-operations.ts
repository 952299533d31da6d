import { addLines } from './call.ts';
import { CALL_LINES } from './call-lines.ts';
import { PHONE_LINES } from './phone-lines.ts';

/** Makes the operations of calls and of the phone link callable by an agent's `client.call`, as `listTrunks`: who never asks for them loads none of it. */
export const addCallOperations = (): void => addLines({ ...CALL_LINES, ...PHONE_LINES });
