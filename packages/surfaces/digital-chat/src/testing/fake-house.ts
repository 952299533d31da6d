import { randomUUID } from 'node:crypto';
import {
  type Channel,
  type ChannelActor,
  type ChannelAgent,
  type ChannelPerson,
  type Hint,
  Refused,
  type StoredEntry,
  type Thread,
} from '@alongside/domain';
import type { EntryBody, FieldValue } from '@alongside/protocol';
import type { Authorized, DigitalChatPorts, NameOfCustomer, Visitor } from '../ports.ts';
import { ADA, CHANNEL, fileOf, QUEUE } from './fake-values.ts';

type Row = { thread: Thread; entries: StoredEntry[]; actor: ChannelActor; contacts: Thread['contact'][] };

const takesPart = ({ customerId, participants }: Thread, actor: ChannelActor): boolean =>
  customerId === actor.customerId || participants.some((one) => one.customerId === actor.customerId && one.isHere);

/** The ports in memory: enough of the house for every event, and a hand for the company's side. */
export function fakeHouse(over: Partial<Channel> = {}) {
  const channel: Channel = { ...CHANNEL, ...over };
  const rows = new Map<string, Row>();
  const people = new Map<string, ChannelPerson>();
  const listeners = new Set<(hint: Hint) => void>();
  const calls: { name: string; args: unknown[] }[] = [];
  const kept = new Map<string, string>();
  const files = { away: false };
  /** Sessions that are over. */
  const ended = new Set<string>();
  /** Refuses everything that reaches the store while set. */
  const store: { away: boolean; deaf: boolean; delay: Promise<void> | null } = {
    away: false,
    deaf: false,
    delay: null,
  };
  let numbers = 7_259_998;
  let now = Date.parse('2024-12-06T08:37:50.858Z');

  const tell = (hint: Hint) => {
    const deliver = () => {
      for (const listener of listeners) listener(hint);
    };
    if (!store.deaf) setImmediate(deliver);
  };
  const reach = async (name: string, ...args: unknown[]) => {
    calls.push({ name, args });
    if (store.delay) await store.delay;
    if (store.away) throw new Refused('store_unavailable');
  };
  const at = () => {
    now += 1;
    return new Date(now).toISOString();
  };
  const find = (actor: ChannelActor, externalId: string | null): Row | null =>
    [...rows.values()]
      .reverse()
      .find(
        ({ thread }) =>
          takesPart(thread, actor) &&
          (externalId === null || thread.externalId.toLowerCase() === externalId.toLowerCase()),
      ) ?? null;
  const must = (actor: ChannelActor, externalId: string | null): Row => {
    const row = find(actor, externalId);
    if (!row) throw new Refused('not_found', { message: 'There is no such thread.' });
    return row;
  };
  const change = (row: Row, more: Partial<Thread>) => {
    row.thread = { ...row.thread, ...more };
  };
  const append = (
    row: Row,
    from: StoredEntry['from'],
    body: EntryBody,
    more: { clientId?: string | null; visibility?: 'all' | 'agents'; hint?: boolean } = {},
  ): StoredEntry => {
    const { clientId = null, visibility = 'all', hint = true } = more;
    const entry: StoredEntry = { seq: row.thread.lastSeq + 1, at: at(), from, clientId, body, visibility };
    row.entries.push(entry);
    change(row, { lastSeq: entry.seq, updatedAt: entry.at });
    const { tenantId } = channel;
    if (hint) tell({ kind: 'entries', tenantId, conversationId: row.thread.id, entries: [entry] });
    return entry;
  };
  const contact = (status: Thread['contact']['status'], owner: ChannelAgent | null, id = randomUUID()) => ({
    id,
    number: ++numbers,
    status,
    statusChangedAt: at(),
    createdAt: at(),
    queueId: QUEUE.id,
    queueName: QUEUE.name,
    owner,
    fields: [],
  });
  const authorized = (visitor: Visitor, person: ChannelPerson): Authorized => ({
    actor: {
      kind: 'channel',
      tenantId: channel.tenantId,
      brandId: channel.brandId,
      channelId: channel.id,
      customerId: person.customerId,
      externalId: person.externalId,
      name: `${person.firstName} ${person.lastName}`.trim(),
      visitorId: visitor.visitorId,
      sessionId: channel.identity === 'anonymous' ? null : `session-${person.externalId}`,
    },
    person,
    transactionToken: channel.identity.startsWith('secured')
      ? { token: `tx-${person.externalId}`, expiresInSeconds: 300 }
      : null,
    thirdParty: channel.identity.includes('oauth')
      ? {
          access: { token: `access-${person.externalId}`, expiresInSeconds: 3600 },
          refresh: `refresh-${person.externalId}`,
        }
      : null,
  });
  const identify = ({ externalId, firstName, lastName, imageUrl }: NameOfCustomer): ChannelPerson => {
    const known = people.get(externalId);
    const person: ChannelPerson = {
      customerId: known?.customerId ?? randomUUID(),
      externalId,
      firstName: firstName || known?.firstName || '',
      lastName: lastName || known?.lastName || '',
      imageUrl: imageUrl ?? known?.imageUrl ?? null,
      fields: known?.fields ?? [],
    };
    people.set(externalId, person);
    return person;
  };
  const byToken = (visitor: Visitor, token: string, prefix: string) => {
    const person = token.startsWith(prefix) ? people.get(token.slice(prefix.length)) : undefined;
    return person ? authorized(visitor, person) : null;
  };
  const from = (actor: ChannelActor) => ({ kind: 'customer', id: actor.customerId, name: actor.name }) as const;
  const agentFrom = { kind: 'agent', id: ADA.id, name: ADA.name } as const;
  const tellThread = ({ thread }: Row) =>
    tell({
      kind: 'thread',
      tenantId: channel.tenantId,
      channelId: channel.id,
      customerId: thread.customerId,
      conversationId: thread.id,
    });
  const begin = (actor: ChannelActor, row: Row | null, externalId: string, name: string): Row => {
    const id = row?.thread.id ?? randomUUID();
    const fresh: Row = row ?? {
      actor,
      entries: [],
      contacts: [],
      thread: {
        id,
        channelId: channel.id,
        customerId: actor.customerId,
        externalId,
        name,
        archived: false,
        canAddMessages: true,
        createdAt: at(),
        updatedAt: at(),
        lastSeq: 0,
        unseenByCustomer: 0,
        unseenByAgents: 0,
        customerReadUpTo: 0,
        agentReadUpTo: 0,
        contact: contact('new', null),
        participants: [],
      },
    };
    if (row) {
      row.contacts.push(row.thread.contact);
      change(row, { contact: contact('new', null) });
    }
    rows.set(id, fresh);
    tellThread(fresh);
    const { contact: made } = fresh.thread;
    append(fresh, from(actor), {
      kind: 'contact.requested',
      contactId: made.id,
      queueName: QUEUE.name,
      helpType: 'CHAT',
    });
    tell({ kind: 'queue', tenantId: channel.tenantId, queueId: QUEUE.id });
    return fresh;
  };
  const waiting = () => [...rows.values()].filter(({ thread }) => thread.contact.status === 'new');
  const standingOf = (row: Row) => {
    const place = waiting().indexOf(row);
    return place < 0 ? null : { position: place + 1, wait: null, agentsAvailable: true };
  };

  const ports: DigitalChatPorts = {
    clock: { now: () => new Date(now) },
    random: { uuid: () => randomUUID(), bytes: (count) => new Uint8Array(count) },
    log: {
      debug() {},
      info() {},
      warn() {},
      error: (fields) => void calls.push({ name: 'log.error', args: [fields] }),
    },
    sealer: {
      seal: (plain) => Buffer.from(plain).toString('base64'),
      open: (sealed) => Buffer.from(sealed, 'base64').toString('utf8'),
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async channel(brandId, channelId) {
      await reach('channel');
      return brandId === channel.brandId && channelId === channel.id ? channel : null;
    },
    isOnline: async () => true,
    async anonymous(visitor, name) {
      await reach('anonymous', visitor, name);
      return authorized(visitor, identify(name));
    },
    async openSession(visitor, name, identityToken) {
      await reach('openSession', visitor, name, identityToken);
      const externalId = name?.externalId ?? identityToken?.replace('identity-', '') ?? randomUUID();
      const person = identify(name ?? { externalId, firstName: '', lastName: '', imageUrl: null });
      const isCookie = channel.identity === 'secured_cookie';
      return {
        ...authorized(visitor, person),
        identityToken: isCookie ? { token: `identity-${externalId}`, expiresInSeconds: 86_400 } : null,
      };
    },
    async exchangeCode(visitor, code, verifier) {
      await reach('exchangeCode', visitor, code, verifier);
      if (!code.startsWith('good')) throw new Refused('authorization_refused');
      const firstName = code === 'good-nameless' ? '' : 'Grace';
      return authorized(visitor, identify({ externalId: 'sub-1', firstName, lastName: '', imageUrl: null }));
    },
    async refreshThirdParty(visitor, refreshToken) {
      await reach('refreshThirdParty');
      const known = byToken(visitor, refreshToken, 'refresh-');
      if (!known) throw new Refused('authorization_refused');
      return known;
    },
    redeemTransactionToken: async (visitor, token) => byToken(visitor, token, 'tx-'),
    async liveSessions(_tenantId, ids) {
      await reach('liveSessions');
      return new Set(ids.filter((id) => !ended.has(id)));
    },
    redeemAccessToken: async (visitor, token) => byToken(visitor, token, 'access-'),
    refreshAccessToken: async (visitor, token) => byToken(visitor, token, 'access-')?.thirdParty?.access ?? null,
    async updateName(actor, name) {
      await reach('updateName', actor, name);
      return identify({ ...name, externalId: actor.externalId });
    },
    async threads(actor) {
      await reach('threads');
      return [...rows.values()].filter(({ thread }) => takesPart(thread, actor)).map(({ thread }) => thread);
    },
    async thread(actor, externalId) {
      await reach('thread');
      return find(actor, externalId)?.thread ?? null;
    },
    async threadById(actor, conversationId) {
      await reach('threadById');
      const row = rows.get(conversationId);
      return row && takesPart(row.thread, actor) ? row.thread : null;
    },
    async history(actor, conversationId, before, limit) {
      await reach('history');
      const row = rows.get(conversationId);
      if (!row || !takesPart(row.thread, actor)) return [];
      return row.entries
        .filter(
          ({ seq, visibility, body }) =>
            visibility === 'all' && body.kind !== 'read' && (before === null || seq < before),
        )
        .reverse()
        .slice(0, limit);
    },
    contacts: async (_actor, conversationId, ids) => {
      const row = rows.get(conversationId)!;
      return [...row.contacts, row.thread.contact].filter(({ id }) => ids.includes(id));
    },
    agents: async (_tenantId, ids) => (ids.includes(ADA.id) ? [ADA] : []),
    async send(actor, { threadExternalId, threadName = '', message, contactFields = [] }) {
      await reach('send', message);
      let row = find(actor, threadExternalId);
      if (row && !row.thread.canAddMessages) throw new Refused('conversation_ended');
      const fresh = !row || row.thread.contact.status === 'resolved';
      if (fresh) row = begin(actor, row, threadExternalId, threadName);
      const known = row!.entries.find(({ clientId }) => clientId === message.messageId);
      if (known) return { conversationId: row!.thread.id, seq: known.seq, fresh: false };
      if (contactFields.length > 0) change(row!, { contact: { ...row!.thread.contact, fields: contactFields } });
      const { text, postback, parameters, fileIds } = message;
      const author = message.outbound ? ({ kind: 'system', id: null, name: '' } as const) : from(actor);
      const body: EntryBody =
        fileIds.length > 0
          ? { kind: 'file', file: fileOf(fileIds[0]!), caption: text }
          : { kind: 'text', text, ...(postback ? { postback } : {}), ...(parameters ? { parameters } : {}) };
      const { seq } = append(row!, author, body, { clientId: message.messageId });
      return { conversationId: row!.thread.id, seq, fresh };
    },
    async rename(actor, externalId, name) {
      change(must(actor, externalId), { name });
    },
    async archive(actor, externalId) {
      const row = must(actor, externalId);
      if (row.thread.contact.status === 'new' || row.thread.contact.status === 'open') end(row, 'ended_by_customer');
      change(row, { archived: true, canAddMessages: false });
    },
    async seen(actor, externalId) {
      const row = must(actor, externalId);
      const upTo = row.thread.lastSeq;
      change(row, { customerReadUpTo: upTo, unseenByCustomer: 0 });
      append(row, from(actor), { kind: 'read', upTo });
    },
    async typing(actor, externalId, on, preview) {
      await reach('typing', externalId, on, preview);
      must(actor, externalId);
    },
    async setContactFields(actor, externalId, fields: readonly FieldValue[]) {
      const row = must(actor, externalId);
      change(row, { contact: { ...row.thread.contact, fields } });
    },
    async setCustomerFields(actor, fields) {
      const person = people.get(actor.externalId)!;
      people.set(actor.externalId, { ...person, fields });
    },
    async endContact(actor, externalId) {
      const row = must(actor, externalId);
      if (channel.mode !== 'live') throw new Refused('invalid_request');
      end(row, 'ended_by_customer');
    },
    async invite(actor, number) {
      const row = [...rows.values()].find(({ thread }) => thread.contact.number === number);
      if (row?.thread.customerId !== actor.customerId) throw new Refused('not_found');
      return `code-${row.thread.id}`;
    },
    askInvitations: (_actor, invitation) => reach('askInvitations', invitation),
    async join(actor, code) {
      const row = rows.get(code.replace('code-', ''));
      if (!row) throw new Refused('not_found');
      const { thread } = row;
      const entryOf = (person: ChannelPerson, fromSeq: number) => ({ ...person, fromSeq, isHere: true });
      const all = [...people.values()];
      const owner = all.find(({ customerId }) => customerId === thread.customerId)!;
      const guest = all.find(({ customerId }) => customerId === actor.customerId)!;
      const here = thread.participants.length > 0 ? thread.participants : [entryOf(owner, 0)];
      change(row, { participants: [...here, entryOf(guest, 1)] });
      tell({
        kind: 'thread',
        tenantId: channel.tenantId,
        channelId: channel.id,
        customerId: actor.customerId,
        conversationId: thread.id,
      });
      const participant = { id: actor.customerId, name: actor.name };
      append(row, from(actor), { kind: 'participant.joined', contactId: thread.contact.id, participant });
      return row.thread;
    },
    async leave(actor, number) {
      const row = [...rows.values()].find(({ thread }) => thread.contact.number === number);
      if (!row || row.thread.customerId === actor.customerId) throw new Refused('not_allowed');
      const { thread } = row;
      const left = thread.participants.map((one) =>
        one.customerId === actor.customerId ? { ...one, isHere: false } : one,
      );
      change(row, { participants: left });
      const participant = { id: actor.customerId, name: actor.name };
      append(row, from(actor), { kind: 'participant.left', contactId: thread.contact.id, participant });
    },
    sendTranscript: (_actor, number, addresses) => reach('sendTranscript', number, addresses),
    leaveOfflineMessage: (_actor, name, text) => reach('leaveOfflineMessage', name, text),
    standing: async (_actor, conversationId) => {
      const row = rows.get(conversationId);
      return row ? standingOf(row) : null;
    },
    standings: async (_tenantId, _queueId, wanted) =>
      waiting()
        .filter(({ thread }) => wanted(thread.id))
        .map((row) => ({ conversationId: row.thread.id, standing: standingOf(row)! })),
    async upload(_visitor, { name, claimedType, bytes }) {
      await reach('upload', name, claimedType, bytes.length);
      if (!claimedType.startsWith('image/')) throw new Refused('file_type_refused');
      const file = fileOf(randomUUID());
      return { ...file, url: ports.fileUrl('', file) };
    },
    fileIdOf: (url) => /\/files\/([0-9a-f-]{36})/.exec(url)?.[1] ?? null,
    fileUrl: (_tenantId, file) => `https://files.example/files/${file.id}?signature=s`,
    async keepLargeEvent(_tenantId, body) {
      if (files.away) throw new Refused('store_unavailable');
      const url = `https://chat.example/large-websocket-events/${randomUUID()}.json?signature=s`;
      kept.set(url, body);
      return url;
    },
    largeEvent: async (path) => kept.get(path) ?? null,
    rememberVisitor: (visitor, facts) => reach('rememberVisitor', visitor, facts),
    identifyVisitor: (actor) => reach('identifyVisitor', actor.visitorId, actor.customerId),
    storeVisitorEvents: (visitor, events) => reach('storeVisitorEvents', visitor, events),
  };

  function end(row: Row, reason: 'ended_by_customer' | 'ended_by_agent') {
    const live = channel.mode === 'live';
    const { contact: before } = row.thread;
    change(row, {
      canAddMessages: !live,
      contact: { ...before, status: live ? 'closed' : 'resolved', statusChangedAt: at() },
    });
    append(row, agentFrom, { kind: 'contact.ended', contactId: before.id, reason });
  }
  const rowOf = (threadExternalId: string) =>
    [...rows.values()].find(({ thread }) => thread.externalId === threadExternalId)!;

  return {
    ports,
    channel,
    calls,
    store,
    files,
    kept,
    ended,
    people,
    hint: tell,
    /** Who wrote each entry of a thread. */
    written: (threadExternalId: string) => rowOf(threadExternalId).entries.map(({ from: author }) => author.name),
    /** The company's side of a thread. */
    company: {
      take(threadExternalId: string) {
        const row = rowOf(threadExternalId);
        const { contact: before } = row.thread;
        change(row, { contact: { ...before, status: 'open', owner: ADA, statusChangedAt: at() } });
        append(row, agentFrom, {
          kind: 'contact.started',
          contactId: before.id,
          agent: { id: ADA.id, name: ADA.name },
          waitedSeconds: 1,
        });
        tell({ kind: 'queue', tenantId: channel.tenantId, queueId: QUEUE.id });
      },
      say: (threadExternalId: string, text: string, more: { hint?: boolean; clientId?: string } = {}) =>
        append(rowOf(threadExternalId), agentFrom, { kind: 'text', text }, more),
      show: (threadExternalId: string, body: EntryBody) => append(rowOf(threadExternalId), agentFrom, body),
      note: (threadExternalId: string, text: string) =>
        append(rowOf(threadExternalId), agentFrom, { kind: 'note', text }, { visibility: 'agents' }),
      read(threadExternalId: string, more: { hint?: boolean } = {}) {
        const row = rowOf(threadExternalId);
        const upTo = row.thread.lastSeq;
        change(row, { agentReadUpTo: upTo });
        append(row, agentFrom, { kind: 'read', upTo }, more);
      },
      /** It waited too long here, and waits in another queue. */
      overflow(threadExternalId: string, queueName: string) {
        const row = rowOf(threadExternalId);
        const { contact: before } = row.thread;
        change(row, { contact: { ...before, queueId: randomUUID(), queueName } });
        const system = { kind: 'system', id: null, name: '' } as const;
        const moved = { contactId: before.id, fromQueueName: before.queueName, queueName, waitedSeconds: 60 };
        append(row, system, { kind: 'queue.overflowed', ...moved }, { visibility: 'agents' });
      },
      type: (threadExternalId: string, on: boolean) =>
        tell({
          kind: 'typing',
          tenantId: channel.tenantId,
          conversationId: rowOf(threadExternalId).thread.id,
          from: 'agent',
          name: ADA.name,
          on,
          senderSessionId: 's',
        }),
      end: (threadExternalId: string) => end(rowOf(threadExternalId), 'ended_by_agent'),
    },
  };
}
export type FakeHouse = ReturnType<typeof fakeHouse>;
