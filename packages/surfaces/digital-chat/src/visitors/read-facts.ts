import type { VisitorFacts } from '@alongside/domain';
import type { VisitorDevice, VisitorJourney, VisitorVariable } from '@alongside/protocol';
import { isObject, type Json, objectAt } from '../parsing/json.ts';

/**
 * What a client says of its device, in our words. The customer's identity in it is the app's word alone and not read here; the address (`ip`) is not kept.
 * A push token that is absent leaves the one before, an empty one ends it.
 */
export function readVisitorFacts(body: unknown): VisitorFacts {
  if (!isObject(body)) return {};
  const fingerprint = objectAt(body, 'browserFingerprint', 'deviceFingerprint');
  const device = deviceOf(fingerprint);
  const journey = journeyOf(objectAt(body, 'journey'));
  const variables = variablesOf(body.customVariables);
  const { deviceToken } = fingerprint;
  return {
    ...(Object.keys(device).length > 0 ? { device } : {}),
    ...(Object.keys(journey).length > 0 ? { journey } : {}),
    ...(variables === undefined ? {} : { variables }),
    ...(typeof deviceToken === 'string' ? { pushToken: deviceToken.slice(0, 4_096) || null } : {}),
  };
}

const cut = (value: unknown, most = 200): string | undefined =>
  typeof value === 'string' && value.length > 0 ? value.slice(0, most) : undefined;

const defined = <T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

const deviceOf = (from: Json): VisitorDevice =>
  defined<VisitorDevice>({
    application: cut(from.applicationType),
    kind: cut(from.deviceType),
    os: cut(from.os),
    osVersion: cut(from.osVersion),
    browser: cut(from.browser),
    language: cut(from.language),
    country: cut(from.country),
    location: cut(from.location),
  });

function journeyOf(from: Json): VisitorJourney {
  const utm = objectAt(from, 'utm');
  const told = defined<NonNullable<VisitorJourney['utm']>>({
    source: cut(utm.source),
    medium: cut(utm.medium),
    campaign: cut(utm.campaign),
    term: cut(utm.term),
    content: cut(utm.content),
  });
  return defined<VisitorJourney>({
    referrer: cut(objectAt(from, 'referrer').url, 2_000),
    utm: Object.keys(told).length > 0 ? told : undefined,
  });
}

function variablesOf(given: unknown): VisitorVariable[] | undefined {
  if (!Array.isArray(given)) return undefined;
  return given.slice(0, 50).flatMap((one) => {
    const identifier = isObject(one) ? cut(one.identifier, 100) : undefined;
    const value = isObject(one) ? one.value : undefined;
    return identifier === undefined ? [] : [{ identifier, value: String(value ?? '').slice(0, 1_000) }];
  });
}
