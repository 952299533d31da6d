import type { Down, Up } from '@alongside/protocol';
import { type AlongsideError, fromWire, networkLost } from '../errors.ts';
import type { Timers } from '../timers.ts';

type Reply = Extract<Down, { t: 'reply' }>;
export type Result = Extract<Reply, { ok: true }>['result'];
// Distributes over the union, so that each frame keeps its own fields.
type WithoutId<F> = F extends { id: string } ? Omit<F, 'id'> : never;
export type RequestFrame = WithoutId<Up>;

/** Answers come over the path that messages come over: one that is missing for this long means the path is broken one way. */
const ANSWER_MS = 10_000;

/** Requests on one socket that wait for their reply. */
export interface Requests {
  ask(frame: RequestFrame): Promise<Result>;
  answer(reply: Reply): void;
  /** The socket is gone: what is unanswered has an unknown outcome. */
  abandon(): void;
}

export function createRequests(
  timers: Timers,
  send: (frame: Up) => void,
  late: (error: AlongsideError) => void,
): Requests {
  const waiting = new Map<string, { resolve(result: Result): void; reject(error: AlongsideError): void }>();
  let last = 0;
  return {
    ask: (frame) =>
      new Promise((resolve, reject) => {
        last += 1;
        const id = String(last);
        const cancel = timers.after(ANSWER_MS, () => late(networkLost(`No answer to ${frame.t} in time.`)));
        const settled = () => {
          cancel();
          waiting.delete(id);
        };
        waiting.set(id, {
          resolve(result) {
            settled();
            resolve(result);
          },
          reject(error) {
            settled();
            reject(error);
          },
        });
        send({ ...frame, id } as Up);
      }),
    answer(reply) {
      const asked = waiting.get(reply.id);
      if (reply.ok) asked?.resolve(reply.result);
      else asked?.reject(fromWire(reply.error));
    },
    abandon() {
      for (const { reject } of [...waiting.values()]) reject(networkLost('The connection was lost.'));
    },
  };
}
