/** A code lives so long; another may be had for the same session. */
export const CODE_SECONDS = 5 * 60;
/** A session waits so long for both sides, and again after each new code. */
export const WAIT_SECONDS = 15 * 60;
/** A session whose page or agent is at the door ends this long after they left it. */
export const GRACE_SECONDS = 90;
/** Without the creator's cookie the customer's side is redeemed at once or never. */
export const FRESH_SECONDS = 10;
/** An offer that the customer has not answered is over. */
export const OFFER_SECONDS = 120;
export const DEFAULT_LENGTH = 9;

export const AGENT_WINDOW_SECONDS = 15 * 60;
export const WRONG_PER_AGENT = 5;
export const TENANT_WINDOW_SECONDS = 3600;

/** Sessions that one address, or one browser, may create within the life of a code. An office, or the company's own server, is one address. */
export const CREATION_WINDOW_SECONDS = 5 * 60;
export const CREATED_PER_ADDRESS = 300;
export const CREATED_PER_DEVICE = 12;

/** Wrong codes of all agents within an hour, after which codes are letters: the shorter the code, the fewer. */
export function wrongPerTenant(length: number): number {
  if (length >= 9) return 40;
  return { 8: 20, 7: 15, 6: 10 }[length] ?? 5;
}

/** Live codes of digits at once, above which new ones are letters: a guess hits at most one in a thousand. */
export const mostLiveDigits = (length: number): number => 10 ** (length - 3);
