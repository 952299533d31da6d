import { parseNameAddress } from '../message/name-address.ts';
import type { SipRequest, SipResponse } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';
import type { OutgoingRequest } from '../transaction/outgoing.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Endpoint } from '../transport/endpoint.ts';

interface DialogState {
  readonly callId: string;
  /** Header values, tags and all. */
  readonly local: string;
  readonly remote: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly target: string;
  readonly routes: readonly string[];
  readonly localSeq: number;
  readonly remoteSeq: number;
  readonly endpoint: Endpoint;
  readonly contact: string;
}

const MOST_ROUTES = 16;

/**
 * RFC 3261, 12. Its requests go where its first message came from or went to, with the routes and the target inside: a carrier's own
 * address is the one way that NATs and lists of peers know, and a Contact cannot send us anywhere else.
 */
export class Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  readonly endpoint: Endpoint;
  readonly contact: string;
  readonly #local: string;
  readonly #remote: string;
  readonly #routes: readonly string[];
  #target: string;
  #localSeq: number;
  #remoteSeq: number;

  private constructor(state: DialogState) {
    this.callId = state.callId;
    this.localTag = state.localTag;
    this.remoteTag = state.remoteTag;
    this.endpoint = state.endpoint;
    this.contact = state.contact;
    this.#local = state.local;
    this.#remote = state.remote;
    this.#routes = state.routes;
    this.#target = state.target;
    this.#localSeq = state.localSeq;
    this.#remoteSeq = state.remoteSeq;
  }

  /** null: without a Contact that could be called. */
  static ofServer({ request, from, toTag }: ServerTransaction, contact: string): Dialog | null {
    const target = targetOf(request);
    const routes = request.headers.list('record-route');
    if (target === null || routes.length > MOST_ROUTES) return null;
    return new Dialog({
      callId: request.callId,
      local: `${request.headers.get('to') ?? ''};tag=${toTag}`,
      remote: request.headers.get('from') ?? '',
      localTag: toTag,
      remoteTag: request.from.parameters.get('tag') ?? '',
      target,
      routes,
      localSeq: 0,
      remoteSeq: request.cseq,
      endpoint: from,
      contact,
    });
  }

  static ofClient(request: OutgoingRequest, response: SipResponse, endpoint: Endpoint, contact: string): Dialog {
    const routes = response.headers.list('record-route').slice(0, MOST_ROUTES).reverse();
    return new Dialog({
      callId: response.callId,
      local: response.headers.get('from') ?? '',
      remote: response.headers.get('to') ?? '',
      localTag: response.from.parameters.get('tag') ?? '',
      remoteTag: response.to.parameters.get('tag') ?? '',
      target: targetOf(response) ?? request.uri,
      routes,
      localSeq: response.cseq,
      remoteSeq: 0,
      endpoint,
      contact,
    });
  }

  get target(): string {
    return this.#target;
  }

  request(method: string, fields: readonly Field[] = [], body = ''): OutgoingRequest {
    this.#localSeq += 1;
    return this.#write(method, this.#localSeq, fields, body);
  }

  ack(cseq: number): OutgoingRequest {
    return this.#write('ACK', cseq, [], '');
  }

  /** false: older than what came before. */
  takes({ cseq }: SipRequest): boolean {
    if (cseq <= this.#remoteSeq) return false;
    this.#remoteSeq = cseq;
    return true;
  }

  /** A re-INVITE may name another Contact. */
  retarget(message: SipRequest | SipResponse): void {
    this.#target = targetOf(message) ?? this.#target;
  }

  #write(method: string, cseq: number, fields: readonly Field[], body: string): OutgoingRequest {
    return {
      method,
      uri: this.#target,
      fields: [
        ...this.#routes.map((route): Field => ['Route', route]),
        ['Max-Forwards', '70'],
        ['From', this.#local],
        ['To', this.#remote],
        ['Call-ID', this.callId],
        ['CSeq', `${cseq} ${method}`],
        ['Contact', `<${this.contact}>`],
        ...fields,
      ],
      body,
    };
  }
}

function targetOf(message: SipRequest | SipResponse): string | null {
  const contact = parseNameAddress(message.headers.list('contact')[0] ?? '');
  return contact && contact.uri.scheme !== 'tel' ? contact.address : null;
}

/** By which a request of the peer finds its dialog; null: it names none of ours. */
export function dialogKey(callId: string, localTag: string | undefined): string | null {
  return localTag ? `${callId} ${localTag}` : null;
}
