import { fileURLToPath } from 'node:url';
import type { Logger, MediaEngine, MediaEvent, MediaReply } from '@alongside/domain';
import { refused } from '../engine/refusal.ts';
import { type CallName, callNames } from '../ipc/calls.ts';
import type { UpMessage } from '../ipc/messages.ts';
import { defaultSettings, type MediaSettings } from '../settings.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';

export interface MediaEngineOptions extends Partial<MediaSettings> {
  readonly recordingsFolder: string;
  readonly log: Logger;
  /** The built process; by default `media/media-process.js` beside the bundle this is in. */
  readonly processFile?: string;
}

export interface EmbeddedMediaEngine extends MediaEngine {
  /** Of the process that runs now; null: it is being started. */
  readonly pid: number | null;
  /** Resolves when the first process takes calls, or the engine was closed before that. */
  readonly ready: Promise<void>;
}

const answerMilliseconds = 5_000;
const pingMilliseconds = 1_000;
/** So many questions in a row without a sign of life and the process is taken for hung; more while it begins. */
const patience = { running: 5, beginning: 20 };
const restartMilliseconds = [0, 100, 500, 1_000, 3_000];

/**
 * The embedded engine: in a process of its own, so that no work of the server can make sound stutter. It is started again whenever it dies; the
 * sessions it had are told by `engine_lost`, once. Calls that it does not answer within five seconds are refused as `engine_away`.
 */
export function createMediaEngine(options: MediaEngineOptions): EmbeddedMediaEngine {
  const { log, processFile, ...given } = options;
  const settings: MediaSettings = { ...defaultSettings, ...given };
  const file = processFile ?? fileURLToPath(new URL('./media/media-process.js', import.meta.url));
  const listeners = new Set<(event: MediaEvent) => void>();
  const waiting = new Map<number, (reply: MediaReply<unknown>) => void>();
  const sessions = new Set<string>();
  let current: EngineProcess | null = null;
  let ready = false;
  const whenReady: (() => void)[] = [];
  const firstReady = new Promise<void>((resolve) => whenReady.push(resolve));
  /** Pings since it was heard: a pause of this process counts as one, however long. */
  let unanswered = 0;
  let last = 0;
  let failures = 0;
  let closed = false;
  let restarting: NodeJS.Timeout | undefined;

  const emit = (event: MediaEvent) => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        log.error({ error, type: event.type }, 'A listener of the media engine failed.');
      }
    }
  };

  const hear = (message: UpMessage) => {
    unanswered = 0;
    if (message.type === 'event') emit(message.event);
    else if (message.type === 'reply') waiting.get(message.number)?.(message.reply);
    else if (message.type === 'ready') {
      ready = true;
      failures = 0;
      log.info({ pid: current?.pid }, 'The media process is ready.');
      for (const go of whenReady.splice(0)) go();
    }
  };

  const lost = () => {
    current = null;
    ready = false;
    for (const answer of [...waiting.values()])
      answer(refused('engine_away', 'The media process ended before it answered.'));
    if (closed) return;
    const sessionIds = [...sessions];
    sessions.clear();
    restarting = setTimeout(start, restartMilliseconds[Math.min(failures, restartMilliseconds.length - 1)]);
    failures += 1;
    if (sessionIds.length > 0) emit({ type: 'engine_lost', sessionIds });
  };

  function start(): void {
    unanswered = 0;
    const started = startEngineProcess({
      file,
      settings,
      log,
      onMessage: (message) => {
        if (current === started) hear(message);
      },
    });
    current = started;
    void started.gone.then(lost);
  }

  const pulse = setInterval(() => {
    if (current === null) return;
    if (unanswered >= (ready ? patience.running : patience.beginning)) {
      log.error({ pid: current.pid }, 'The media process gives no sign of life and is ended.');
      current.kill();
    }
    unanswered += 1;
    current.say({ type: 'ping' });
  }, pingMilliseconds);
  start();

  const call = (name: CallName, parameters: readonly unknown[]): Promise<MediaReply<unknown>> =>
    new Promise((resolve) => {
      last += 1;
      const number = last;
      const answer = (reply: MediaReply<unknown>) => {
        clearTimeout(timer);
        waiting.delete(number);
        resolve(reply);
      };
      const away = (message: string) => answer(refused('engine_away', message));
      const timer = setTimeout(
        away,
        answerMilliseconds,
        `The media process has not answered ${name} within five seconds.`,
      );
      waiting.set(number, answer);
      if (closed) return away('The media engine is closed.');
      const send = () => {
        if (waiting.has(number)) current?.say({ type: 'call', number, name, parameters });
      };
      if (ready) send();
      else whenReady.push(send);
    });

  const calls = Object.fromEntries(
    callNames.map((name) => [name, (...parameters: unknown[]) => call(name, parameters)]),
  ) as unknown as Omit<MediaEngine, 'subscribe' | 'close'>;

  return {
    ...calls,
    ready: firstReady,
    get pid() {
      return ready ? (current?.pid ?? null) : null;
    },
    async createSession(session) {
      // Named before the answer: a process that dies in between may have had it.
      const known = sessions.has(session.sessionId);
      sessions.add(session.sessionId);
      const reply = await calls.createSession(session);
      if (!reply.ok && !known && reply.refusal !== 'engine_away') sessions.delete(session.sessionId);
      return reply;
    },
    async endSession(sessionId) {
      const reply = await calls.endSession(sessionId);
      if (reply.ok) sessions.delete(sessionId);
      return reply;
    },
    subscribe(listener) {
      const own = (event: MediaEvent) => listener(event);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    async close() {
      if (closed) return;
      closed = true;
      clearInterval(pulse);
      clearTimeout(restarting);
      for (const go of whenReady.splice(0)) go();
      const ending = current;
      if (ending !== null) {
        ending.say({ type: 'end' });
        const overdue = setTimeout(() => ending.kill(), answerMilliseconds);
        await ending.gone;
        clearTimeout(overdue);
      }
      listeners.clear();
    },
  };
}
