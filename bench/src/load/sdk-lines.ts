import type { AgentConversation } from '@alongside/sdk/agent';
import { inWaves } from './in-waves.ts';
import type { Ear, Lines, Target } from './lines.ts';
import { openAgent, openCustomer, until } from './sdk-clients.ts';

/** Customers and agents who use the SDK as an app and a console do. */
export async function connectSdk(target: Extract<Target, { kind: 'sdk' }>, ear: Ear): Promise<Lines> {
  const { url, bare, population } = target;
  const { agents, conversations } = population;
  const desks = await inWaves(agents.length, 8, async (place) => {
    const person = agents[place];
    if (person === undefined) throw new Error('unreachable');
    const agent = await openAgent(url, person, bare);
    const mine = conversations.flatMap((conversation, index) => (conversation.agent === place ? [index] : []));
    await Promise.all(
      mine.map(async (index) => {
        const view = agent.conversation(conversations[index]?.conversationId ?? '');
        await until('an agent to see a conversation', view.status, ({ caughtUp }) => caughtUp);
        listen(view, index, ear);
      }),
    );
    return agent;
  });
  const customers = await inWaves(conversations.length, 32, async (index) => {
    const conversation = conversations[index];
    if (conversation === undefined) throw new Error('unreachable');
    return openCustomer(url, conversation, { bare, ownConnections: false });
  });
  return {
    count: conversations.length,
    acknowledges: true,
    say(index, text) {
      const sending = customers[index]?.conversation.sendText(text);
      sending?.accepted.then(
        () => ear.acknowledged(index),
        (error) => ear.failed(String(error)),
      );
    },
    close() {
      for (const client of [...customers, ...desks]) client.close();
    },
  };
}

/** Tells of each message once, when it stands in the agent's timeline. */
function listen(view: AgentConversation, index: number, ear: Ear): void {
  let last = view.messages.get().at(-1)?.seq ?? 0;
  view.messages.subscribe((messages) => {
    let first = messages.length;
    while (first > 0 && (messages[first - 1]?.seq ?? 0) > last) first -= 1;
    for (const { seq } of messages.slice(first)) {
      if (seq === null) continue;
      ear.delivered(index, seq > last);
      last = seq;
    }
  });
}
