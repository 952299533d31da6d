import type { Agent } from '@alongside/protocol';
import { AlongsideError } from '@alongside/sdk/agent';
import { expect, test } from 'vitest';
import { textsFor } from '../i18n/texts.ts';
import { createFakeClient } from '../testing/fake-client.ts';
import { fakeSurroundings } from '../testing/fake-surroundings.ts';
import { contact, desk, event, id, ME, message, offer, summary } from '../testing/things.ts';
import { createConsole } from './console.ts';

const t = textsFor('en');
const me: Agent = {
  ...ME,
  email: 'elif@bank.example',
  role: 'agent',
  locale: 'en',
  tenant: { id: id('tenant'), domain: 'demo', name: 'Bank' },
};

/** Lets everything that was promised or gathered happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function signedIn(surroundings = fakeSurroundings()) {
  const client = createFakeClient();
  client.answer('getMe', me);
  const console = createConsole(client, surroundings, () => {});
  console.session.check();
  await settled();
  return {
    client,
    console,
    surroundings,
    shown: () => console.state.get().notices.map((notice) => notice.text(t)),
    address: () => surroundings.fragment.get(),
    log: (word: string) => client.conversations.get(id(`conversation ${word}`))!,
  };
}

test('a browser without a session is asked to sign in, without a reproach', async () => {
  const client = createFakeClient();
  client.refuse('getMe', 'not_authenticated');
  const console = createConsole(client, fakeSurroundings(), () => {});
  console.session.check();
  await settled();
  expect(console.state.get().session).toEqual({ phase: 'signed-out', because: null });
});

test('a server that does not answer is asked again until it does', async () => {
  const client = createFakeClient();
  const surroundings = fakeSurroundings();
  client.refuse('getMe', 'network_lost');
  const console = createConsole(client, surroundings, () => {});
  console.session.check();
  await settled();
  expect(console.state.get().session).toEqual({ phase: 'unreachable', code: 'network_lost' });
  client.answer('getMe', me);
  surroundings.runTimers();
  await settled();
  expect(console.state.get().session.phase).toBe('signed-in');
});

test('a session that ends elsewhere leads to the sign-in page and says so', async () => {
  const { client, console } = await signedIn();
  client.connection.set({
    state: 'error',
    error: new AlongsideError('not_authenticated', 'sign_in', 'ended'),
    retryInMs: null,
  });
  expect(console.state.get().session).toEqual({ phase: 'signed-out', because: 'session_ended' });
});

test('a command that meets an ended session leads to the sign-in page too', async () => {
  const { client, console } = await signedIn();
  client.desk.set(desk());
  client.refuse('setPresence', 'not_authenticated');
  await console.commands.setPresence('away');
  expect(console.state.get().session).toEqual({ phase: 'signed-out', because: 'session_ended' });
});

test('accepting an offer opens its chat', async () => {
  const { client, console, address } = await signedIn();
  const ringing = offer('Ada');
  client.desk.set(desk({ offers: [ringing] }));
  client.answer('acceptOffer', contact('Ada'));
  await console.commands.accept(ringing);
  expect(client.asked.at(-1)).toEqual({
    operation: 'acceptOffer',
    request: { params: { contactId: ringing.contactId }, body: { epoch: 1 } },
  });
  expect(address()).toBe(`#/chat/${ringing.conversationId}`);
});

test('a lost race names the colleague who was faster', async () => {
  const { client, console, shown, address } = await signedIn();
  const ringing = offer('Ada');
  client.desk.set(desk({ offers: [ringing] }));
  client.refuse('acceptOffer', 'offer_gone');
  client.answer('getContact', contact('Ada', { owner: { id: id('linh'), name: 'Linh' } }));
  await console.commands.accept(ringing);
  expect(shown()).toEqual(['Linh was faster with Ada.']);
  expect(address()).toBe('#/');
});

test('a customer who gave up while one accepted is told as that', async () => {
  const { client, console, shown } = await signedIn();
  client.refuse('acceptOffer', 'contact_ended');
  client.answer('getContact', contact('Ada', { state: 'ended', owner: null }));
  await console.commands.accept(offer('Ada'));
  expect(shown()).toEqual(['Ada stopped waiting.']);
});

test('a second press while a command is under way asks nothing twice', async () => {
  const { client, console } = await signedIn();
  client.answer('acceptOffer', contact('Ada'));
  await Promise.all([console.commands.accept(offer('Ada')), console.commands.accept(offer('Ada'))]);
  expect(client.asked.filter(({ operation }) => operation === 'acceptOffer')).toHaveLength(1);
  expect(console.state.get().busy.size).toBe(0);
});

test('a missed offer says that one is away now and offers the way back', async () => {
  const { client, console, shown } = await signedIn();
  client.desk.set(desk({ offers: [offer('Ada')] }));
  client.desk.set(desk({ away: 'missed_offer' }));
  expect(shown()).toEqual([t('offer.missed', { name: 'Ada' })]);
  client.answer('setPresence', desk());
  console.state.get().notices[0]?.action?.run();
  await settled();
  expect(client.asked.at(-1)).toEqual({ operation: 'setPresence', request: { body: { state: 'available' } } });
});

test('an offer that one has declined goes without a word', async () => {
  const { client, console, shown } = await signedIn();
  const ringing = offer('Ada');
  client.desk.set(desk({ offers: [ringing] }));
  client.answer('declineOffer', undefined);
  const declined = console.commands.decline(ringing);
  client.desk.set(desk());
  await declined;
  expect(shown()).toEqual([]);
});

test('a chat that was lost stays in sight with its reason, and its draft is kept', async () => {
  const { client, console, log } = await signedIn();
  const mine = summary('Ada');
  client.desk.set(desk({ conversations: [mine] }));
  console.drafts.set(mine.id, { mode: 'reply', reply: 'half a sentence', note: '' });
  client.desk.set(desk({ away: 'connection_lost' }));
  await settled();
  expect(console.rows.get().map((row) => row.state)).toEqual(['departed']);
  log('Ada').timeline.set([
    event({ kind: 'contact.requeued', contactId: mine.contact.id, reason: 'agent_lost', queueName: 'Help' }),
  ]);
  await settled();
  expect(console.state.get().departed[0]?.departure).toEqual({ kind: 'lost' });
  expect(log('Ada').left).toBe(false);
  expect(console.drafts.get(mine.id).reply).toBe('half a sentence');
});

test('a lost chat that comes back to the desk is mine as before', async () => {
  const { client, console } = await signedIn();
  client.desk.set(desk({ conversations: [summary('Ada')] }));
  client.desk.set(desk());
  client.desk.set(desk({ conversations: [summary('Ada')] }));
  await settled();
  expect(console.rows.get().map((row) => row.state)).toEqual(['active']);
  expect(console.state.get().departed).toEqual([]);
});

test('a chat that was transferred here leaves without an alarm, and its view is closed', async () => {
  const { client, console, log, shown } = await signedIn();
  const mine = summary('Ada');
  client.desk.set(desk({ conversations: [mine] }));
  client.answer('transferContact', mine.contact);
  const done = console.commands.transfer(mine.contact, { queueId: id('queue'), name: 'Help' }, '');
  client.desk.set(desk());
  expect(await done).toBe(true);
  await settled();
  expect(console.rows.get()).toEqual([]);
  expect(log('Ada').left).toBe(true);
  expect(shown()).toEqual(['Ada was transferred to Help.']);
});

test('a chat that another window handed on leaves with a word and no alarm', async () => {
  const { client, console, log, shown } = await signedIn();
  const mine = summary('Ada');
  client.desk.set(desk({ conversations: [mine] }));
  log('Ada').timeline.set([
    event({ kind: 'contact.requeued', contactId: mine.contact.id, reason: 'transferred', queueName: 'Help' }),
  ]);
  client.desk.set(desk());
  await settled();
  expect(console.rows.get()).toEqual([]);
  expect(shown()).toEqual(['The chat with Ada was handed on.']);
});

test('a transfer to a colleague who cannot take it keeps the chat and says who', async () => {
  const { client, console, shown } = await signedIn();
  const mine = summary('Ada');
  client.desk.set(desk({ conversations: [mine] }));
  client.refuse('transferContact', 'agent_not_available');
  expect(await console.commands.transfer(mine.contact, { agentId: id('linh'), name: 'Linh' }, 'x')).toBe(false);
  expect(shown()).toEqual(['Linh cannot take a chat now. Choose somebody else.']);
});

test('after a chat has ended the one that waits longest is opened', async () => {
  const { client, console, address } = await signedIn();
  const [first, second] = [summary('Ada'), summary('Bea')];
  client.desk.set(desk({ conversations: [first, second] }));
  await settled();
  console.go.openChat(first.id);
  client.answer('endContact', first.contact);
  expect(await console.commands.end(first.contact, 'done')).toBe(true);
  expect(address()).toBe(`#/chat/${second.id}`);
});

test('words that had not gone out before a reload are back in the field; those that had are not', async () => {
  const before = fakeSurroundings();
  const earlier = await signedIn(before);
  const mine = summary('Ada');
  earlier.client.desk.set(desk({ conversations: [mine] }));
  earlier.console.unsent.add({ conversationId: mine.id, clientId: 'arrived', kind: 'text', text: 'one' });
  earlier.console.unsent.add({ conversationId: mine.id, clientId: 'lost', kind: 'text', text: 'two' });

  const later = await signedIn(fakeSurroundings(before.stored, before.tabStored));
  later.client.desk.set(desk({ conversations: [mine] }));
  later.log('Ada').timeline.set([message('me', 'one', { clientId: 'arrived' })]);
  await settled();
  expect(later.console.drafts.get(mine.id).reply).toBe('two');
  expect(before.tabStored.size).toBe(0);
});

test('a new message is said once to those who listen, and old ones are not', async () => {
  const { client, console, log } = await signedIn();
  const heard: string[] = [];
  client.desk.set(desk({ conversations: [summary('Ada')] }));
  log('Ada').timeline.set([message('customer', 'old')]);
  await settled();
  console.messages.subscribe(({ text }) => heard.push(text));
  log('Ada').timeline.update((items) => [...items, message('customer', 'new')]);
  await settled();
  log('Ada').status.update((value) => ({ ...value, unread: 1 }));
  await settled();
  expect(heard).toEqual(['new']);
  expect(console.state.get().polite?.text(t)).toBe('Ada: new');
});

test('signing out with an open chat asks first', async () => {
  const { client, console } = await signedIn();
  client.desk.set(desk({ conversations: [summary('Ada')] }));
  console.commands.askSignOut();
  expect(console.state.get().dialog).toEqual({ kind: 'sign-out' });
  expect(client.asked.some(({ operation }) => operation === 'signOut')).toBe(false);
});
