import type { Json, Site } from '../client/site.ts';
import { type Staff, World } from '../world/world.ts';
import { Normaliser } from './normalise.ts';
import type { Session } from './sessions.ts';

/** What the server sent during a step. Frames of one step may overtake one another, so they stand by their type. */
export interface Recorded {
  readonly step: string;
  readonly frames: readonly Json[];
}

/** Pushes that come when they come: they are looked at by the checks, and would make a recording differ from run to run. */
const ANY_TIME = new Set([
  'SetPositionInQueue',
  'CaseToRoutingQueueAssignmentChanged',
  'FireProactiveAction',
  'MessageDeliveredToEndUser',
  'MessageSent',
]);

/** Plays a session and returns what the server said, without the ids and times of this run. */
export async function record(session: Session, site: Site, staff: Staff): Promise<Recorded[]> {
  await staff.rest();
  const world = new World(site, staff);
  try {
    const client = world.client(session.platform, session.channel);
    const scene = { client, staff, thread: crypto.randomUUID(), agent: null };
    const raw: { step: string; frames: Json[] }[] = [];
    let from = 0;
    for (const { does, run } of session.steps) {
      await run(scene);
      // What is still on its way belongs to this step: the answer to a last question comes after it.
      const last = client.send('FetchThreadList', {});
      await client.until(() => client.answerOf(last), 'The last question of a step was not answered');
      const frames = client.frames.slice(from);
      from = client.frames.length;
      raw.push({ step: does, frames: frames.filter((one) => one.eventId !== last && !ANY_TIME.has(one.eventType)) });
    }
    await client.sound();
    const normaliser = new Normaliser();
    const { lastName } = client.opening.person;
    return raw.map(({ step, frames }) => ({
      step,
      frames: frames
        .toSorted((a, b) => typeOf(a).localeCompare(typeOf(b)))
        .map((frame) => JSON.parse(JSON.stringify(normaliser.value(frame)).replaceAll(lastName, 'Customer'))),
    }));
  } finally {
    await world.leave();
    await staff.tidy();
  }
}

const typeOf = (frame: Json): string => frame.eventType ?? frame.postback?.eventType ?? frame.error?.errorCode ?? '';
