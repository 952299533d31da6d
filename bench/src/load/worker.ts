import { type Drive, Driver, type DriveResult } from './drive.ts';
import type { Lines, SeededConversation, Target } from './lines.ts';
import { connectNative } from './native-lines.ts';
import { connectSdk } from './sdk-lines.ts';
import { cutStorm, openStorm, type StormOutcome } from './storm.ts';
import { firstLeaves, type MovedUp, openWaiting } from './waiting.ts';
import { connectXmppLines } from './xmpp-lines.ts';
import { type Walk, type Walked, walk } from '../visitors/report-load.ts';
import { type Chats, openChats, type Talk, type Talked, talk } from '../digital-chat/chat-load.ts';
import type { WaitingCustomer } from '../seed/waiting.ts';

/** What the benchmark asks of its load process, and what it answers. */
export interface Tasks {
  connect: { ask: Target; answer: { milliseconds: number } };
  drive: { ask: Drive; answer: DriveResult };
  disconnect: { ask: null; answer: null };
  openStorm: { ask: { url: string; conversations: readonly SeededConversation[] }; answer: null };
  cutStorm: { ask: { missed: number; limitSeconds: number }; answer: StormOutcome };
  openWaiting: { ask: { url: string; customers: readonly WaitingCustomer[] }; answer: null };
  walk: { ask: Walk; answer: Walked };
  firstLeaves: { ask: { limitSeconds: number }; answer: MovedUp };
  openChats: { ask: Chats; answer: { milliseconds: number } };
  talk: { ask: Talk; answer: Talked };
}
export interface Asked {
  readonly id: number;
  readonly task: keyof Tasks;
  readonly value: unknown;
}
export type Answered = { readonly id: number } & (
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly reason: string }
);

let driver = new Driver();
let lines: Lines | null = null;

async function connect(target: Target): Promise<Lines> {
  driver = new Driver();
  switch (target.kind) {
    case 'native':
      return connectNative(target, driver);
    case 'sdk':
      return connectSdk(target, driver);
    case 'xmpp':
      return connectXmppLines(target, driver);
  }
}

const tasks: { [K in keyof Tasks]: (ask: Tasks[K]['ask']) => Promise<Tasks[K]['answer']> } = {
  async connect(target) {
    const start = performance.now();
    lines = await connect(target);
    driver.attach(lines);
    return { milliseconds: performance.now() - start };
  },
  drive: (drive) => driver.run(drive),
  async disconnect() {
    lines?.close();
    lines = null;
    return null;
  },
  async openStorm({ url, conversations }) {
    await openStorm(url, conversations);
    return null;
  },
  cutStorm: ({ missed, limitSeconds }) => cutStorm(missed, limitSeconds),
  async openWaiting({ url, customers }) {
    await openWaiting(url, customers);
    return null;
  },
  walk,
  firstLeaves: ({ limitSeconds }) => firstLeaves(limitSeconds),
  openChats,
  talk,
};

process.on('message', ({ id, task, value }: Asked) => {
  const work = tasks[task] as (ask: unknown) => Promise<unknown>;
  work(value).then(
    (answer) => process.send?.({ id, ok: true, value: answer } satisfies Answered),
    (error) =>
      process.send?.({
        id,
        ok: false,
        reason: String(error instanceof Error ? error.stack : error),
      } satisfies Answered),
  );
});
process.once('disconnect', () => process.exit(0));
