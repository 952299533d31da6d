import { inWaves } from './in-waves.ts';
import { conversationsPerAgent, type Ear, type Lines, type Target } from './lines.ts';
import { connectXmpp } from './xmpp-client.ts';

export const xmppPassword = 'bench';
export const xmppUsers = (conversations: number): string[] => [
  ...Array.from({ length: conversations }, (_, index) => `c${index}`),
  ...Array.from({ length: Math.ceil(conversations / conversationsPerAgent) }, (_, index) => `a${index}`),
];

/** Customers and agents as users of an XMPP server; the same shape as ours: one socket per customer, ten conversations on an agent's. */
export async function connectXmppLines(target: Extract<Target, { kind: 'xmpp' }>, ear: Ear): Promise<Lines> {
  const { port, conversations } = target;
  const sent = new Array<number>(conversations).fill(0);
  const heard = new Array<number>(conversations).fill(0);
  const listeners = await inWaves(Math.ceil(conversations / conversationsPerAgent), 16, (place) =>
    connectXmpp(
      port,
      `a${place}`,
      xmppPassword,
      (stanza) => {
        const match = /\bid=['"]m-(\d+)-(\d+)['"]/.exec(stanza);
        if (match === null) return;
        const index = Number(match[1]);
        const number = Number(match[2]);
        const inOrder = number === heard[index];
        heard[index] = number + 1;
        ear.delivered(index, inOrder);
      },
      ear.failed,
    ),
  );
  const customers = await inWaves(conversations, 32, (index) =>
    connectXmpp(
      port,
      `c${index}`,
      xmppPassword,
      () => {},
      (reason) => ear.failed(reason),
    ),
  );
  return {
    count: conversations,
    acknowledges: false,
    say(index, text) {
      const number = sent[index] ?? 0;
      sent[index] = number + 1;
      const to = `a${Math.floor(index / conversationsPerAgent)}@localhost`;
      customers[index]?.send(
        `<message type='chat' id='m-${index}-${number}' to='${to}'><body>${text}</body></message>`,
      );
    },
    close() {
      for (const client of [...customers, ...listeners]) client.destroy();
    },
  };
}
