import type { EngineClock, Timing } from '../clock.ts';
import type { SipMessage, SipRequest } from '../message/sip-message.ts';
import { hostAndPort } from '../message/uri.ts';
import { writeRequest, writeResponse } from '../message/write-message.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { type ClientSurroundings, ClientTransaction, type ClientUser, clientKey } from './client-transaction.ts';
import type { OutgoingRequest, OutgoingResponse } from './outgoing.ts';
import { type ServerSurroundings, ServerTransaction, serverKey } from './server-transaction.ts';

const COOKIE = 'z9hG4bK';
/** At once; above it new requests are dropped, which their senders repeat. */
const MOST = 20_000;

export interface TransactionOptions {
  readonly clock: EngineClock;
  readonly timing: Timing;
  /** Letters and digits that nobody can guess. */
  readonly randomText: () => string;
  readonly send: (text: string, to: Endpoint) => Promise<void>;
  /** Our address for Via. */
  readonly own: (to: Endpoint) => { readonly host: string; readonly port: number };
  /** What to do with a request that begins something: take it, drop it, or answer it and forget it. */
  readonly admit: (request: SipRequest, from: Endpoint) => 'take' | 'drop' | OutgoingResponse;
  readonly onRequest: (transaction: ServerTransaction) => void;
  /** An ACK to a 2xx: it belongs to a dialog. */
  readonly onAck: (ack: SipRequest, from: Endpoint) => void;
}

/** Which message belongs to which request. */
export class Transactions {
  readonly #options: TransactionOptions;
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();
  /** Requests that begin something, by what is the same on every way they may have taken (RFC 3261, 8.2.2.2). */
  readonly #beginnings = new Map<string, ServerTransaction>();
  /** Requests of ours without a final answer. */
  #asking = 0;
  #onQuiet: (() => void)[] = [];
  readonly #aroundClient: ClientSurroundings;
  readonly #aroundServer: ServerSurroundings;

  constructor(options: TransactionOptions) {
    this.#options = options;
    const { clock, timing } = options;
    this.#aroundClient = {
      clock,
      timing,
      send: options.send,
      onGone: ({ key }) => this.#clients.delete(key),
    };
    this.#aroundServer = {
      clock,
      timing,
      send: (text, to) => void options.send(text, to).catch(() => {}),
      onGone: (transaction) => this.#forget(transaction),
    };
  }

  get count(): number {
    return this.#clients.size + this.#servers.size;
  }

  /** Resolves once every request of ours has its answer, or will have none. */
  quiet(): Promise<void> {
    if (this.#asking === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onQuiet.push(resolve));
  }

  request(request: OutgoingRequest, to: Endpoint, user: ClientUser): ClientTransaction {
    const branch = COOKIE + this.#options.randomText();
    return this.#start(request, branch, this.#viaTo(to, branch), to, user);
  }

  /** For an INVITE that has a provisional answer. */
  cancel(invite: ClientTransaction): void {
    const { uri, fields } = invite.request;
    const kept = fields.filter(([name]) => /^(route|from|to|call-id|max-forwards)$/i.test(name));
    const cseq = Number.parseInt(fields.find(([name]) => /^cseq$/i.test(name))?.[1] ?? '0', 10);
    const request: OutgoingRequest = { method: 'CANCEL', uri, fields: [...kept, ['CSeq', `${cseq} CANCEL`]] };
    const branch = invite.key.split(' ')[0] ?? '';
    const nobody: ClientUser = { onResponse: () => {}, onTimeout: () => {}, onFailed: () => {} };
    this.#start(request, branch, invite.via, invite.to, nobody);
    invite.giveUpAfter(64 * this.#options.timing.t1);
  }

  /** Without a transaction: an ACK to a 2xx. */
  sendOnce(request: OutgoingRequest, to: Endpoint): string {
    const via = this.#viaTo(to, COOKIE + this.#options.randomText());
    const text = writeRequest(request.method, request.uri, [['Via', via], ...request.fields], request.body);
    this.resend(text, to);
    return text;
  }

  resend(text: string, to: Endpoint): void {
    void this.#options.send(text, to).catch(() => {});
  }

  receive(message: SipMessage, from: Endpoint): void {
    if (message.kind === 'response') this.#clients.get(clientKey(message.via.branch, message.method))?.receive(message);
    else this.#takeRequest(message, from);
  }

  #takeRequest(request: SipRequest, from: Endpoint): void {
    const known = this.#servers.get(serverKey(request));
    // A branch may be guessed by others: only its sender goes on with it.
    if (known && known.from.host !== from.host) return;
    if (request.method === 'CANCEL') this.#takeCancel(request, from, known);
    else if (known) known.receive(request);
    else if (request.method === 'ACK') this.#options.onAck(request, from);
    else this.#begin(request, from);
  }

  #takeCancel(request: SipRequest, from: Endpoint, invite: ServerTransaction | undefined): void {
    if (!invite && this.#options.admit(request, from) !== 'take') return;
    this.#answerOnce(request, from, { status: invite ? 200 : 481 }, invite?.toTag ?? this.#options.randomText());
    invite?.cancel();
  }

  #begin(request: SipRequest, from: Endpoint): void {
    if (this.#servers.size >= MOST || !request.via.branch.startsWith(COOKIE)) return;
    const admitted = this.#options.admit(request, from);
    if (admitted === 'drop') return;
    if (admitted !== 'take') {
      this.#answerOnce(request, from, admitted, this.#options.randomText());
      return;
    }
    const transaction = new ServerTransaction(request, from, this.#options.randomText(), this.#aroundServer);
    const beginning = beginningOf(request);
    const isMerged = beginning !== null && this.#beginnings.has(beginning);
    this.#servers.set(transaction.key, transaction);
    if (isMerged) {
      transaction.respond({ status: 482 });
      return;
    }
    if (beginning !== null) this.#beginnings.set(beginning, transaction);
    this.#options.onRequest(transaction);
  }

  #forget(transaction: ServerTransaction): void {
    this.#servers.delete(transaction.key);
    const beginning = beginningOf(transaction.request);
    if (beginning !== null && this.#beginnings.get(beginning) === transaction) this.#beginnings.delete(beginning);
  }

  #answerOnce(request: SipRequest, from: Endpoint, response: OutgoingResponse, toTag: string): void {
    this.resend(writeResponse(request, { ...response, toTag, received: from }), from);
  }

  #start(request: OutgoingRequest, branch: string, via: string, to: Endpoint, user: ClientUser): ClientTransaction {
    const transaction = new ClientTransaction(request, branch, via, to, this.#counted(user), this.#aroundClient);
    this.#clients.set(transaction.key, transaction);
    transaction.start();
    return transaction;
  }

  #counted(user: ClientUser): ClientUser {
    this.#asking += 1;
    let isOpen = true;
    const settle = () => {
      if (!isOpen) return;
      isOpen = false;
      this.#asking -= 1;
      if (this.#asking > 0) return;
      for (const run of this.#onQuiet.splice(0)) run();
    };
    return {
      onResponse: (response) => {
        user.onResponse(response);
        if (response.status >= 200) settle();
      },
      onTimeout: () => {
        user.onTimeout();
        settle();
      },
      onFailed: (failure) => {
        user.onFailed(failure);
        settle();
      },
    };
  }

  #viaTo(to: Endpoint, branch: string): string {
    const { host, port } = this.#options.own(to);
    return `SIP/2.0/${to.transport.toUpperCase()} ${hostAndPort(host, port)};branch=${branch};rport`;
  }
}

function beginningOf(request: SipRequest): string | null {
  if (request.method !== 'INVITE' || request.to.parameters.has('tag')) return null;
  return `${request.callId} ${request.from.parameters.get('tag') ?? ''} ${request.cseq}`;
}
