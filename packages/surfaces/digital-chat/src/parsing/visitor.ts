import { createHash } from 'node:crypto';
import type { VisitorFacts } from '@alongside/domain';
import type { NewVisitorEvent, VisitorEventType } from '@alongside/protocol';
import { derivedUuid, isUuid } from '../rendering/ids.ts';
import { dateOf } from './dates.ts';
import { isObject, type Json, objectAt } from './json.ts';

const TYPES: Readonly<Record<string, VisitorEventType>> = {
  VisitorVisit: 'visit',
  PageView: 'page_view',
  TimeSpentOnPage: 'page_left',
  ChatWindowOpened: 'chat_opened',
  Conversion: 'conversion',
  ProactiveActionDisplayed: 'proactive_displayed',
  ProactiveActionClicked: 'proactive_clicked',
  ProactiveActionSuccess: 'proactive_succeeded',
  ProactiveActionFailed: 'proactive_failed',
  Custom: 'custom',
};
const DAY_SECONDS = 86_400;
const MOST_VARIABLES = 50;

/** One event of a visitor; null: of a type that nobody knows. Clients swallow errors here, so what does not fit is left out or cut. */
export function visitorEventOf(event: unknown, visitId: string | null): NewVisitorEvent | null {
  if (!isObject(event)) return null;
  const type = typeof event.type === 'string' ? TYPES[event.type] : undefined;
  if (type === undefined) return null;
  const at = dateOf(event.createdAtWithMilliseconds) ?? dateOf(event.createdAt);
  const visit = uuidOf(event.visitId) ?? uuidOf(visitId);
  return {
    id: uuidOf(event.id) ?? derivedUuid(fingerprint(event)),
    type,
    data: dataOf(objectAt(event, 'data')),
    ...(at === null ? {} : { at: at.toISOString() }),
    ...(visit === null ? {} : { visitId: visit }),
  };
}

/** What an app says of its device: PUT visitor, or the fingerprint that goes with an event. */
export function visitorFactsOf(said: Json): VisitorFacts {
  const device = objectAt(said, 'browserFingerprint', 'deviceFingerprint');
  const journey = objectAt(said, 'journey');
  const utm = objectAt(journey, 'utm');
  const { deviceToken } = device;
  const variables = Array.isArray(said.customVariables) ? said.customVariables : [];
  return {
    device: present({
      application: fact(device.applicationType),
      kind: fact(device.deviceType),
      os: fact(device.os),
      osVersion: fact(device.osVersion),
      browser: fact(device.browser),
      language: fact(device.language),
      country: fact(device.country),
      location: fact(device.location),
    }),
    ...('journey' in said
      ? {
          journey: {
            ...present({ referrer: text(objectAt(journey, 'referrer').url, 2000) }),
            utm: present({
              source: fact(utm.source),
              medium: fact(utm.medium),
              campaign: fact(utm.campaign),
              term: fact(utm.term),
              content: fact(utm.content),
            }),
          },
        }
      : {}),
    ...(variables.length > 0 ? { variables: variables.slice(0, MOST_VARIABLES).flatMap(variableOf) } : {}),
    ...(typeof deviceToken === 'string' && deviceToken.length <= 4096 ? { pushToken: deviceToken || null } : {}),
  };
}

function dataOf(data: Json): NonNullable<NewVisitorEvent['data']> {
  const spent = Number(data.timeSpentOnPage);
  const value = Number(data.conversionValue);
  return present({
    title: text(data.title, 500),
    url: text(data.url, 2000),
    seconds: Number.isFinite(spent) && spent >= 0 ? Math.min(Math.ceil(spent), DAY_SECONDS) : undefined,
    conversionType: text(data.conversionType, 200),
    conversionValue: data.conversionValue !== undefined && Number.isFinite(value) ? value : undefined,
    actionId: text(data.actionId, 100),
    actionName: text(data.actionName, 200),
    actionType: text(data.actionType, 100),
    name: text(objectAt(data, 'trigger').id, 200),
  });
}

function variableOf(variable: unknown): { identifier: string; value: string }[] {
  if (!isObject(variable)) return [];
  const identifier = text(variable.identifier, 100);
  return identifier === undefined ? [] : [{ identifier, value: text(variable.value, 1000) ?? '' }];
}

const text = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, most) : undefined;
const fact = (value: unknown): string | undefined => text(value, 200);
const uuidOf = (value: unknown): string | null =>
  typeof value === 'string' && isUuid(value) ? value.toLowerCase() : null;
const fingerprint = (event: Json): string => createHash('sha256').update(JSON.stringify(event)).digest('hex');

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const present = <T extends object>(from: T): Present<T> =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as Present<T>;
