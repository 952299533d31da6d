import type { Actor, AgentActor, ChannelActor, CustomerActor, Platform } from '@alongside/domain';
import type { Access, BodyOf, ParamsOf, QueryOf, Registrar, ResponseOf, Route } from '@alongside/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { PendingSends } from '../edge/pending-sends.ts';

/** What the edge knows besides the platform. */
export interface EdgeFacts {
  readonly version: string;
  readonly sends: PendingSends;
  /** A media engine is here: calls by voice and video can be had. */
  readonly calls: boolean;
  /** Where telephones sign in; null: no SIP is spoken here. */
  readonly registrar: Registrar | null;
  /** By its domain word; null: no such tenant. A change counts within two seconds. */
  readonly tenantId: (domain: string) => Promise<string | null>;
  readonly stopping: () => boolean;
  /** Resolves when the store answers; rejects with a Refused within two seconds. */
  readonly ready: () => Promise<void>;
  /** Where login and call links lead. */
  readonly linkHost: () => string;
  /** Whether a request comes from a page of ours, or from no page at all. */
  readonly isOwnPage: (request: FastifyRequest) => boolean;
  /** Where the frame of a tenant's co-browse viewer is, as this request reaches us; null: nowhere. */
  readonly viewerFrame: (request: FastifyRequest, tenantId: string) => Promise<string | null>;
}

type ActorOf<A extends Access> = A extends 'customer'
  ? CustomerActor
  : A extends 'agent' | 'supervisor' | 'administrator'
    ? AgentActor
    : A extends 'person'
      ? Actor
      : A extends 'channel'
        ? ChannelActor
        : null;

/** One request, checked: everything in it fits the route's declaration, and the actor is the one its access asks for. */
export interface Call<R extends Route> {
  readonly platform: Platform;
  readonly facts: EdgeFacts;
  readonly actor: ActorOf<R['access']>;
  readonly params: ParamsOf<R>;
  readonly query: QueryOf<R>;
  readonly body: R['rawBody'] extends true ? Uint8Array : BodyOf<R>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** An answer that is JSON already and has the declared shape: sent as it is. Its route needs a test that holds it against its schema. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Handler<R extends Route> = (
  call: Call<R>,
) => Promise<R['response']['body'] extends null ? void : ResponseOf<R> | JsonText>;

/** One handler for each declared route: a missing one does not compile. */
export type Handlers<Routes extends Record<string, Route>> = { readonly [K in keyof Routes]: Handler<Routes[K]> };
