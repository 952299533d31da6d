import type { Alongside } from '@alongside/sdk';
import { BrowserSocket } from './browser-socket.ts';
import { inWaves } from './in-waves.ts';
import type { SeededConversation } from './lines.ts';
import { openCustomer } from './sdk-clients.ts';
import { refusals } from './ticket.ts';

export interface StormOutcome {
  /** Milliseconds from the cut until each had all it missed; those who did not make it within the limit are not in it. */
  readonly caughtUp: number[];
  readonly lost: number;
  /** Answers of 429 and above by status, 0 for requests without an answer: what their devices met while they came back. */
  readonly refused: Readonly<Record<string, number>>;
  /** Entries in a timeline that should not be there, or twice. */
  readonly wrong: number;
}

let customers: Alongside[] = [];

/** Customers in the middle of a chat, with the SDK's own rules for coming back; each with connections of its own. */
export async function openStorm(url: string, conversations: readonly SeededConversation[]): Promise<void> {
  customers = await inWaves(conversations.length, 32, (index) => {
    const conversation = conversations[index];
    if (conversation === undefined) throw new Error('unreachable');
    return openCustomer(url, conversation, { bare: false, ownConnections: true });
  });
}

/** Cuts every line at once and waits until each customer has the messages that were written meanwhile. */
export async function cutStorm(missed: number, limitSeconds: number): Promise<StormOutcome> {
  refusals.clear();
  const start = performance.now();
  const caughtUp: number[] = [];
  const waits = customers.map(
    ({ conversation }) =>
      new Promise<void>((resolve) => {
        const late = setTimeout(() => {
          stop();
          resolve();
        }, limitSeconds * 1000);
        const stop = conversation.messages.subscribe((messages) => {
          if (messages.length < missed) return;
          caughtUp.push(performance.now() - start);
          clearTimeout(late);
          stop();
          resolve();
        });
      }),
  );
  for (const socket of BrowserSocket.open) socket.cut();
  await Promise.all(waits);
  const wrong = customers.filter(
    ({ conversation }) => new Set(conversation.messages.get().map(({ seq }) => seq)).size > missed,
  );
  return {
    caughtUp,
    lost: customers.length - caughtUp.length,
    refused: Object.fromEntries(refusals),
    wrong: wrong.length,
  };
}
