import { expect, test } from 'vitest';
import type { Actor } from '@alongside/domain';
import type { Down } from '@alongside/protocol';
import { Dispatch } from './dispatch.ts';

const CUSTOMER: Actor = {
  kind: 'customer',
  tenantId: 't',
  sessionId: 's',
  customerId: 'p',
  conversationId: 'own',
  contactId: 'c',
  name: 'Ada',
};

/** What one socket of theirs is answered; nothing is ever stored. */
function world() {
  const answers: Down[] = [];
  const ran: string[] = [];
  const connection = {
    actor: CUSTOMER,
    id: 'x',
    reply: (id: string, outcome: object) => void answers.push({ t: 'reply', id, ...outcome } as Down),
  };
  const pendingSends = {
    async run() {
      ran.push('a send');
      return { seq: 1, at: '', clientId: '' };
    },
  };
  const nothing = {} as never;
  const dispatch = new Dispatch(
    { log: nothing } as never,
    pendingSends as never,
    nothing,
    nothing,
    nothing,
    nothing,
    connection as never,
  );
  return { dispatch, answers, ran };
}

test('a send of a customer to a conversation that is not theirs is refused before anything is kept of it', async () => {
  const { dispatch, answers, ran } = world();
  const send = (id: string, conversationId: string, after?: string) =>
    dispatch.handle({
      t: 'send',
      id,
      conversationId,
      clientId: id,
      body: { kind: 'text', text: 'hello' },
      ...(after !== undefined && { after }),
    });
  send('1', 'other');
  send('2', 'other', '1');
  send('3', 'own');
  await dispatch.idle();
  expect(answers).toMatchObject([
    { id: '1', ok: false, error: { code: 'not_found' } },
    { id: '2', ok: false, error: { code: 'not_found' } },
    { id: '3', ok: true, result: { seq: 1 } },
  ]);
  expect(ran).toEqual(['a send']);
});

test('[SIG1] who begins to type and stops at once is not seen typing for longer, whichever look-up is the faster', async () => {
  const looks: ((conversation: object) => void)[] = [];
  const told: boolean[] = [];
  const platform = {
    store: { transaction: () => new Promise((found) => looks.push(found)) },
    bus: { publish: ({ on }: { on: boolean }) => void told.push(on) },
  };
  const nothing = {} as never;
  const connection = { actor: CUSTOMER, id: 'x' } as never;
  const dispatch = new Dispatch(platform as never, nothing, nothing, nothing, nothing, nothing, connection);
  for (const on of [true, false]) dispatch.handle({ t: 'typing', conversationId: 'own', on });
  while (told.length < 2) {
    // The one that was asked for last is answered first.
    looks.pop()?.({ id: 'own', open: true });
    await new Promise((settled) => setImmediate(settled));
  }
  expect(told).toEqual([true, false]);
  await dispatch.idle();
});
