import { createHmac } from 'node:crypto';
import { BackendKitError } from './errors.ts';

const LOCAL_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

export interface CallTokenToSign {
  /** The agent's number at your Alongside server. */
  readonly agentId: string;
  /** The voice token of the phone link: never in a page or an app. */
  readonly voiceToken: string;
  /** When it ends, `YYYY-MM-DD HH:mm:ss` in the time zone that the phone link's settings name. A token without an end lives until the voice token is replaced. */
  readonly expired?: string;
}

/**
 * Signs a call token: with it an agent signs in to the phone and a call is dialled in their name. It is a JWT (HS256); its header and payload are
 * written as the published example writes them.
 *
 * @throws BackendKitError `invalid_argument`
 */
export function signCallToken({ agentId, voiceToken, expired }: CallTokenToSign): string {
  if (typeof agentId !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(agentId))
    throw bad('agentId is missing or no number of an agent.', 'Pass it as text, as "50007".');
  if (typeof voiceToken !== 'string' || voiceToken === '')
    throw bad('voiceToken is missing.', "Pass the phone link's voice token.");
  if (expired !== undefined && !LOCAL_TIME.test(expired))
    throw bad('expired does not have the right form.', 'Pass it as "2026-11-21 15:00:00".');
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = expired === undefined ? { ipphone: agentId } : { ipphone: agentId, expired };
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`;
  return `${text}.${createHmac('sha256', voiceToken).update(text).digest('base64url')}`;
}

const bad = (what: string, how: string) => new BackendKitError('invalid_argument', what, how);

/** Where links lead. Each is optional where your server stands for itself: both hosts are then your Alongside server's address. */
export interface LinkPlace {
  /** The host that phones open the app for, as `https://caresoftcall.page.link`. */
  readonly linkHost: string;
  /** The host inside the link, as `https://mapi.caresoft.vn`; by default the same. */
  readonly appHost?: string;
  /** Name of the Android app. */
  readonly androidPackage?: string;
  /** Number of the app in Apple's store. */
  readonly appStoreId?: string;
  /** Bundle of the iOS app. */
  readonly appleBundle?: string;
}

/**
 * The link that signs an agent in to the phone: the published form, byte for byte.
 *
 * @throws BackendKitError `invalid_argument` for a domain that would break the link
 */
export function loginLink(place: LinkPlace, { token, domain }: { token: string; domain: string }): string {
  assertUnbroken('domain', domain);
  return outer(place, `${innerHost(place)}/dangnhap?appToken=${token}&appDomain=${domain}`);
}

/**
 * The link that dials: the published form, byte for byte. `tempId` is your own id of this one call; a second use of it is refused.
 *
 * @throws BackendKitError `invalid_argument` for a tempId that would break the link
 */
export function callLink(
  place: LinkPlace,
  { phone, token, tempId }: { phone: string; token: string; tempId: string },
): string {
  assertUnbroken('tempId', tempId);
  return outer(place, `${innerHost(place)}/call?phone=${phone}&appToken=${token}&tempId=${tempId}`);
}

/** The published inner link carries values as they are: these characters would be read as something else. */
function assertUnbroken(name: string, value: string): void {
  if (/[&#%+\s]/.test(value))
    throw bad(`${name} holds a character that breaks the link.`, 'Pass it without blanks and without & # % +.');
}

const bare = (host: string): string => host.replace(/\/+$/, '');
const innerHost = ({ linkHost, appHost = linkHost }: LinkPlace): string => bare(appHost);

/** The whole inner link is encoded once: an inner link in clear falls apart at its first `&`. */
function outer({ linkHost, androidPackage, appStoreId, appleBundle }: LinkPlace, inner: string): string {
  const more = [
    ['apn', androidPackage],
    ['isi', appStoreId],
    ['ibi', appleBundle],
  ].flatMap(([name, value]) => (value === undefined ? [] : [`&${name}=${value}`]));
  return `${bare(linkHost)}/?link=${encodeURIComponent(inner)}${more.join('')}&efr=1`;
}
