import { getPriority, setPriority } from 'node:os';
import { createEngine, type Engine } from './engine/engine.ts';
import { refused, wordsOf } from './engine/refusal.ts';
import { warmUp } from './engine/warm-up.ts';
import { faultOf } from './ipc/calls.ts';
import { readDown, type UpMessage } from './ipc/messages.ts';

/** Sound does not wait: this process goes before the one that started it, where the system lets it. */
function goFirst(): void {
  try {
    setPriority(Math.max(-20, getPriority() - 10));
  } catch {
    // Only an administrator may.
  }
}
goFirst();

/** The engine's process: takes calls over the channel to its parent, and ends when that is gone. */
let engine: Engine | null = null;
let asked = false;
const rehearsalMilliseconds = 300;

const slowMilliseconds = 2_000;
const say = (message: UpMessage) => void process.send?.(message, undefined, undefined, () => undefined);

const end = async () => {
  await Promise.race([engine?.close(), new Promise((resolve) => setTimeout(resolve, 4_000).unref())]);
  process.exit(0);
};

process.on('message', (value) => {
  const message = readDown(value);
  if (message === null) throw new Error('The media process was sent what is no message.');
  if (message.type === 'end') return void end();
  if (message.type === 'ping') return say({ type: 'pong' });
  if (message.type === 'begin') {
    engine = createEngine({
      settings: message.settings,
      now: () => performance.now(),
      emit: (event) => say({ type: 'event', event }),
    });
    say({ type: 'ready' });
    // Whoever started this process for a call should not wait for a rehearsal.
    setTimeout(() => asked || void warmUp(message.settings), rehearsalMilliseconds).unref();
    return;
  }
  asked = true;
  const { number, name, parameters } = message;
  const fault = faultOf(name, parameters);
  if (fault !== null || engine === null) {
    const reply = fault === null ? refused('engine_away', 'The engine begins.') : refused('bad_description', fault);
    return say({ type: 'reply', number, reply });
  }
  const call = engine[name] as (...given: readonly unknown[]) => ReturnType<Engine['endSession']>;
  const begun = performance.now();
  call(...parameters).then(
    (reply) => {
      const elapsed = Math.round(performance.now() - begun);
      if (elapsed > slowMilliseconds) console.error(`media process: ${name} took ${elapsed} ms`);
      say({ type: 'reply', number, reply });
    },
    (error) => {
      console.error(`media process: ${name} failed`, error);
      say({ type: 'reply', number, reply: refused('bad_description', `${name} failed: ${wordsOf(error)}.`) });
    },
  );
});
process.on('disconnect', () => void end());
// The parent decides when this ends: a Ctrl-C in a terminal reaches both.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => void end());
// A connection's own background work may fail after it was closed; one call's fault must not end the others.
process.on('unhandledRejection', (error) => console.error('media process: unhandled rejection', error));
process.on('uncaughtException', (error) => console.error('media process: uncaught exception', error));
