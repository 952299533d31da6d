import { expect } from 'vitest';
import { same, textOf } from '../client/chat.ts';
import { type Json, newPerson, Refused } from '../client/site.ts';
import type { Check } from '../world/world.ts';

const refused = (code: RegExp) => (error: unknown) => error instanceof Refused && code.test(error.code);
const texts = (result: Json): string[] => result.messages.map(textOf);
const ids = (threads: readonly Json[]): string[] => threads.map((one) => one.idOnExternalPlatform).sort();

/** §5.5, §5.6, §5.8: threads, their lists and their history. */
export const threadChecks: readonly Check[] = [
  {
    title: '§5.5 nothing to recover: RecoveringThreadFailed, without a thread id',
    async run(world, platform) {
      const client = await world.open(platform, 'single');
      await expect(client.recover(null)).rejects.toSatisfy(refused(/^RecoveringThreadFailed$/));
      await expect(client.recover(crypto.randomUUID())).rejects.toSatisfy(refused(/^RecoveringThreadFailed$/));
    },
  },
  {
    title: '§5.5 single-thread: recovered without an id and with it, newest first, on any device of the customer',
    async run(world, platform) {
      const person = newPerson();
      const client = await world.open(platform, 'single', { person });
      const thread = crypto.randomUUID();
      for (const text of ['one', 'two', 'three']) await client.write(thread, text);
      const other = await world.open(platform, 'single', { person: { ...person, visitorId: crypto.randomUUID() } });
      for (const wanted of [null, thread]) {
        const result = await other.recover(wanted);
        expect(texts(result)).toEqual(['three', 'two', 'one']);
        expect(same(result.thread.idOnExternalPlatform, thread)).toBe(true);
        expect(result.thread.canAddMoreMessages).toBe(true);
      }
    },
  },
  {
    title: '§4.2 contactHistory tells who had the contact and that it ended, as pushes, newest first',
    async run(world, platform) {
      const client = await world.open(platform, 'live');
      const thread = crypto.randomUUID();
      await client.created(await client.write(thread, 'one'));
      const agent = await world.staff.take(client.opening.person);
      await client.push('CaseInboxAssigneeChanged', ({ inboxAssignee }) => inboxAssignee !== null);
      await agent.end();
      await client.push('CaseStatusChanged', ({ case: { status } }) => status === 'closed');
      const { contactHistory, contact } = await client.recoverLive(thread);
      const told = contactHistory.map(({ eventType }: Json) => eventType);
      const wanted = ['CaseStatusChanged', 'CaseInboxAssigneeChanged', 'CaseCreated'];
      expect(told.filter((type: string) => wanted.includes(type))).toEqual(wanted);
      for (const { data } of contactHistory) expect(data.case?.id, '4.2: of this contact').toBe(contact.id);
      const taken = contactHistory.find(({ eventType }: Json) => eventType === 'CaseInboxAssigneeChanged');
      expect(taken.data.inboxAssignee.firstName.length, '4.2: who had it').toBeGreaterThan(0);
    },
  },
  {
    title: '§5.6 multi-thread: list, metadata with the last message, open one',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      expect((await client.list()).threads).toEqual([]);
      const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
      await client.write(a, 'about a', { threadName: 'A' });
      await client.write(b, 'about b');
      const { threads } = await client.list();
      expect(ids(threads)).toEqual([a, b].sort());
      expect(threads.find((one: Json) => one.idOnExternalPlatform === a).threadName).toBe('A');
      expect(textOf((await client.metadata(a)).lastMessage)).toBe('about a');
      expect(texts(await client.recover(b))).toEqual(['about b']);
    },
  },
  {
    title: '§5.6 UpdateThread renames for every list that follows',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      await client.write(thread, 'hello');
      await client.rename(thread, 'Invoices');
      expect((await client.list()).threads[0].threadName).toBe('Invoices');
      expect((await client.recover(thread)).thread.threadName).toBe('Invoices');
    },
  },
  {
    title:
      '§5.6 ArchiveThread → ThreadArchived without data, then canAddMoreMessages is false and a message is refused',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      await client.write(thread, 'hello');
      await client.archive(thread);
      const known = (await client.list()).threads.find((one: Json) => same(one.idOnExternalPlatform, thread));
      expect(known?.canAddMoreMessages ?? false).toBe(false);
      await expect(client.write(thread, 'late')).rejects.toSatisfy(
        refused(/^(SendingMessageFailed|InconsistentData)$/),
      );
    },
  },
  {
    title: '§1.6 a thread id in upper case: kept as received, found without regard to case',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID().toUpperCase();
      await client.write(thread, 'loud');
      expect((await client.list()).threads[0].idOnExternalPlatform).toBe(thread);
      expect(texts(await client.recover(thread.toLowerCase()))).toEqual(['loud']);
    },
  },
  {
    title: '§3 LoadMoreMessages walks to the start: newest first, nothing twice, an empty token at the end',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      const all = Array.from({ length: 60 }, (_, n) => `message ${n}`);
      for (const text of all) await client.write(thread, text);
      const result = await client.recover(thread);
      const read = texts(result);
      expect(read.length).toBeLessThan(60);
      expect(result.messagesScrollToken).not.toBe('');
      for (let page = 0; page < 20 && client.scroll.get(thread)?.token; page += 1)
        read.push(...texts(await client.more(thread)));
      expect(read).toEqual(all.toReversed());
      expect(client.scroll.get(thread)?.token).toBe('');
    },
  },
  {
    title: '§6.9 a scroll token belongs to its thread: another thread does not take it, and shows nothing of it',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
      for (let n = 0; n < 40; n += 1) await client.write(a, `a ${n}`);
      await client.write(b, 'b 0');
      const { messagesScrollToken } = await client.recover(a);
      expect(messagesScrollToken).not.toBe('');
      const data = {
        scrollToken: messagesScrollToken,
        oldestMessageDatetime: new Date().toISOString(),
        thread: { idOnExternalPlatform: b },
      };
      const eventId = client.send('LoadMoreMessages', data);
      const answer = await client.until(() => client.answerOf(eventId), '1.5: LoadMoreMessages was not answered');
      const shown = (answer.postback?.data?.messages ?? []).filter((one: Json) =>
        same(one.threadIdOnExternalPlatform, a),
      );
      expect(shown).toEqual([]);
    },
  },
  {
    title: '§4.5 unknown threads are refused by the code of the request (iOS: InconsistentData)',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const nowhere = crypto.randomUUID();
      const code = (name: string) => refused(platform === 'ios' ? /^InconsistentData$/ : new RegExp(`^${name}$`));
      await expect(client.metadata(nowhere)).rejects.toSatisfy(code('MetadataLoadFailed'));
      await expect(client.archive(nowhere)).rejects.toSatisfy(code('ArchivingThreadFailed'));
      await expect(client.rename(nowhere, 'x')).rejects.toSatisfy(code('UpdatingThreadFailed'));
    },
  },
];
