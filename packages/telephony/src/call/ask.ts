import { answerChallenge, type Credentials, isStale } from '../auth/answer-challenge.ts';
import type { SipResponse } from '../message/sip-message.ts';
import type { Field } from '../message/write-message.ts';
import type { OutgoingRequest } from '../transaction/outgoing.ts';
import type { Transactions } from '../transaction/transactions.ts';
import { type Endpoint, faultOf, type TransportFailed } from '../transport/endpoint.ts';

export type Asked =
  | { readonly kind: 'answered'; readonly response: SipResponse; readonly request: OutgoingRequest }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'failed'; readonly failure: TransportFailed };

export interface Question {
  readonly transactions: Transactions;
  readonly randomText: () => string;
  /** Called again, with a newer CSeq, when the peer wants credentials. */
  readonly make: (extra: readonly Field[]) => OutgoingRequest;
  readonly to: Endpoint;
  readonly credentials: Credentials | null;
  /** A 2xx to an INVITE that comes again. */
  readonly onAgain?: (response: SipResponse) => void;
}

/** A request and its final answer, credentials given once where they are asked for. Never rejects. */
export async function ask(question: Question): Promise<Asked> {
  const first = await once(question, []);
  const refused = first.kind === 'answered' && (first.response.status === 401 || first.response.status === 407);
  if (!refused || question.credentials === null) return first;
  const second = await again(question, first);
  const stale =
    second.kind === 'answered' && second.response.status === first.response.status && isStale(second.response);
  return stale ? again(question, second) : second;
}

function again(question: Question, refused: Extract<Asked, { kind: 'answered' }>): Promise<Asked> | Asked {
  const { response, request } = refused;
  const { credentials, randomText } = question;
  const field = credentials && answerChallenge(response, request, credentials, randomText());
  return field ? once(question, [field]) : refused;
}

function once({ transactions, make, to, onAgain }: Question, extra: readonly Field[]): Promise<Asked> {
  let final: SipResponse | null = null;
  return new Promise<Asked>((resolve) => {
    const request = make(extra);
    transactions.request(request, to, {
      onResponse: (response) => {
        if (response.status < 200) return;
        if (final) onAgain?.(response);
        final ??= response;
        resolve({ kind: 'answered', response, request });
      },
      onTimeout: () => resolve({ kind: 'timeout' }),
      onFailed: (failure) => resolve({ kind: 'failed', failure }),
    });
    // What cannot even be written was not sent.
  }).catch((error: unknown): Asked => ({ kind: 'failed', failure: faultOf(error) }));
}
