import { NO_VISITOR } from '../http/visitor-in.ts';
import { listAt, objectAt, shortTextAt } from '../parsing/json.ts';
import { visitorEventOf } from '../parsing/visitor.ts';
import { ACK } from '../rendering/frames.ts';
import { isUuid } from '../rendering/ids.ts';
import type { Session } from '../socket/session.ts';
import type { Handler } from './handler.ts';

const MOST_EVENTS = 100;

export const storeVisitorEvents: Handler = async (session, { data, visitorId, payload }) => {
  const visitId = shortTextAt(objectAt(payload, 'visit'), 'id', 128);
  const events = listAt(data, 'visitorEvents', MOST_EVENTS).flatMap((event) => visitorEventOf(event, visitId) ?? []);
  const visitor = visitorOf(session, visitorId);
  if (events.length > 0 && visitor !== null) await session.ports.storeVisitorEvents(visitor, events);
  return ACK;
};

/** A company's own trigger: kept on the visitor's trail. */
export const executeTrigger: Handler = async (session, { data, eventId, visitorId }) => {
  const trigger = shortTextAt(objectAt(data, 'trigger'), 'id', 128);
  const visitor = visitorOf(session, visitorId);
  if (trigger !== null && visitor !== null) {
    const createdAtWithMilliseconds = session.ports.clock.now().toISOString();
    const said = { id: eventId, type: 'Custom', createdAtWithMilliseconds, data: { trigger: { id: trigger } } };
    const event = visitorEventOf(said, null);
    if (event !== null) await session.ports.storeVisitorEvents(visitor, [event]);
  }
  return ACK;
};

/** Events that only have a name: nobody is known to send them. */
export const acknowledge: Handler = async () => ACK;

/** null: the page has not said whose device it is. */
function visitorOf({ visitor }: Session, said: string | null) {
  const visitorId = said ?? visitor.visitorId;
  return !isUuid(visitorId) || visitorId === NO_VISITOR ? null : { brandId: visitor.brandId, visitorId };
}
