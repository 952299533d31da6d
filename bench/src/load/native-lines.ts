import { inWaves } from './in-waves.ts';
import { type Ear, type Lines, message, type Target } from './lines.ts';
import { type NativeSocket, openNativeSocket } from './native-socket.ts';
import { ticketFor } from './ticket.ts';

/**
 * Thin clients of the native wire: they say hello, subscribe, send, and look for seqs in what comes back. Against the ceiling (`bare`)
 * nobody needs a ticket and customers do not listen, so that nothing is measured there but commit, reply and one delivery.
 */
export async function connectNative(target: Extract<Target, { kind: 'native' }>, ear: Ear): Promise<Lines> {
  const { url, bare, population } = target;
  const { agents, conversations } = population;
  const expected = conversations.map(({ lastSeq }) => lastSeq + 1);
  const sent = new Array<number>(conversations.length).fill(0);
  const byId = new Map(conversations.map(({ conversationId }, index) => [conversationId, index]));
  const run = Math.random().toString(36).slice(2, 8);
  const ticket = (token: string) => (bare ? Promise.resolve(token) : ticketFor(url, token));
  const failed = (reason: string) => ear.failed(reason);
  const subscribe = (socket: NativeSocket, conversationId: string, after: number) =>
    socket.send(JSON.stringify({ t: 'subscribe', id: 'sub', conversationId, after }));

  const say = (index: number, number: number | string) =>
    customers[index]?.send(
      `{"t":"send","id":"${number}","conversationId":"${conversations[index]?.conversationId}",` +
        `"clientId":"${run}-${number}","body":{"kind":"text","text":"${message}"}}`,
    );

  const customers = await inWaves(conversations.length, 32, async (index) => {
    const conversation = conversations[index];
    if (conversation === undefined) throw new Error('unreachable');
    const { conversationId, lastSeq, customer } = conversation;
    const heard = (text: string) => {
      if (!text.startsWith('{"t":"reply"') || text.includes('"id":"sub"')) return;
      if (text.includes('"ok":true')) ear.acknowledged(index);
      else if (text.includes('"correctiveAction":"retry"')) {
        // As any client would: the same message once more. What was behind it in its conversation was refused with it, so order stays.
        ear.repeated();
        say(index, (JSON.parse(text) as { id: string }).id);
      } else if (text.includes('"correctiveAction":"retry_later"')) {
        // Too much is under way: again after as long as the server asks for, which counts as part of the message's way.
        const { id, error } = JSON.parse(text) as { id: string; error: { retryAfterSeconds?: number } };
        ear.repeated();
        setTimeout(() => say(index, id), (error.retryAfterSeconds ?? 1) * 1000);
      } else ear.failed(text);
    };
    const socket = await openNativeSocket(url, await ticket(customer.token), heard, failed);
    if (!bare) subscribe(socket, conversationId, lastSeq);
    return socket;
  });

  const listeners = await inWaves(agents.length, 8, async (place) => {
    const heard = (text: string) => {
      if (!text.startsWith('{"t":"entries"')) return;
      const frame: { conversationId: string; entries: { seq: number; body: { kind: string } }[] } = JSON.parse(text);
      const index = byId.get(frame.conversationId);
      if (index === undefined) return;
      for (const { seq, body } of frame.entries) {
        const inOrder = seq === expected[index];
        expected[index] = seq + 1;
        if (body.kind === 'text') ear.delivered(index, inOrder);
      }
    };
    const socket = await openNativeSocket(url, await ticket(agents[place]?.token ?? ''), heard, failed);
    for (const conversation of conversations)
      if (conversation.agent === place) subscribe(socket, conversation.conversationId, conversation.lastSeq);
    return socket;
  });

  return {
    count: conversations.length,
    acknowledges: true,
    say(index) {
      const number = sent[index] ?? 0;
      sent[index] = number + 1;
      say(index, number);
    },
    close() {
      for (const socket of [...customers, ...listeners]) socket.destroy();
    },
  };
}
