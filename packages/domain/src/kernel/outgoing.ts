/** One request to an address that somebody else chose. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** For name look-up, connection and the whole answer together; 10,000 at most and by default. */
  readonly milliseconds?: number;
  /** Of the answer's body; what is beyond is not read. 65,536 by default. */
  readonly mostBytes?: number;
}

/** Why there is no answer. */
export type OutgoingError = 'address_not_allowed' | 'not_resolved' | 'not_reached' | 'timeout' | 'tls';

export type OutgoingAnswer =
  | {
      readonly ok: true;
      /** Any HTTP status: a redirect is an answer like another, and not followed. */
      readonly status: number;
      /** By lower-case name; repeated ones joined with commas. */
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      /** True: the body was longer than `mostBytes`, and this is its beginning. */
      readonly cut: boolean;
      readonly milliseconds: number;
    }
  | { readonly ok: false; readonly error: OutgoingError; readonly milliseconds: number };

/**
 * The only way out to addresses that people configure: webhooks, a company's own backend, routers. It reaches public addresses only, and
 * those that the server was told to allow at its start. The name is looked up once and the connection goes to that very address.
 */
export interface Outgoing {
  /** Never rejects. */
  send(request: OutgoingRequest): Promise<OutgoingAnswer>;
  /** Whether a request there would be tried now; null: yes. For refusing a setting before it is stored; each request is checked again. */
  refusal(url: string): Promise<'address_not_allowed' | 'not_resolved' | null>;
}
