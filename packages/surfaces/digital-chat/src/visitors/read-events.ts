import type { NewVisitorEvent, VisitorEventData, VisitorEventType } from '@alongside/protocol';
import { dateOf } from '../parsing/dates.ts';
import { isObject, type Json, objectAt } from '../parsing/json.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

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

/** Events as clients write them, in our words; what is none is left out, for clients look at no answer. */
export function readVisitorEvents(events: readonly unknown[], newId: () => string): NewVisitorEvent[] {
  return events.flatMap((event) => {
    if (!isObject(event)) return [];
    const type = TYPES[String(event.type)];
    if (type === undefined) return [];
    const { id, visitId } = event;
    const data = dataOf(type, objectAt(event, 'data'));
    const at = dateOf(event.createdAtWithMilliseconds) ?? dateOf(event.createdAt);
    return [
      {
        id: typeof id === 'string' && UUID.test(id) ? id.toLowerCase() : newId(),
        type,
        ...(typeof visitId === 'string' && UUID.test(visitId) ? { visitId: visitId.toLowerCase() } : {}),
        ...(at === null ? {} : { at: at.toISOString() }),
        data,
      },
    ];
  });
}

function dataOf(type: VisitorEventType, data: Json): VisitorEventData {
  switch (type) {
    case 'page_view':
      return defined({ title: cut(data.title, 500), url: cut(data.url, 2_000) });
    case 'page_left':
      return defined({
        title: cut(data.title, 500),
        url: cut(data.url, 2_000),
        seconds: secondsOf(data.timeSpentOnPage),
      });
    case 'conversion':
      return defined({
        conversionType: cut(data.conversionType, 200),
        conversionValue: numberOf(data.conversionValue),
      });
    case 'proactive_displayed':
    case 'proactive_clicked':
    case 'proactive_succeeded':
    case 'proactive_failed':
      return defined({
        actionId: cut(data.actionId, 100),
        actionName: cut(data.actionName, 200),
        actionType: cut(data.actionType, 100),
      });
    case 'custom':
      return defined({ name: cut(data.name ?? objectAt(data, 'trigger').id, 200) });
    case 'visit':
    case 'chat_opened':
      return {};
  }
}

const cut = (value: unknown, most: number): string | undefined =>
  typeof value === 'string' && value.length > 0 ? value.slice(0, most) : undefined;

/** Clients write numbers, and some of them as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function secondsOf(value: unknown): number | undefined {
  const seconds = numberOf(value);
  return seconds === undefined ? undefined : Math.round(Math.min(Math.max(seconds, 0), 86_400));
}

/** Without the keys that hold nothing. */
const defined = (
  values: { readonly [K in keyof VisitorEventData]: VisitorEventData[K] | undefined },
): VisitorEventData => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
