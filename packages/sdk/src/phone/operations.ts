import { addLines } from '../agent/call.ts';
import { PHONE_LINES } from '../agent/phone-lines.ts';

/** Lets agent clients call the operations of the phone link, as `signInToPhone` and `dialByLink`. Asked for once; a repeat is harmless. */
export const addPhoneOperations = (): void => addLines(PHONE_LINES);
