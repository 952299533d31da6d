import type { Static, TSchema } from 'typebox';
import type { ErrorCode } from '../error-codes.ts';

/** Who may call: decided from the connection's cookie or bearer token, never from the body. `person` is a customer or an agent, `channel` a customer at a channel. */
export type Access =
  | 'anyone'
  | 'customer'
  | 'agent'
  | 'person'
  | 'supervisor'
  | 'administrator'
  | 'channel'
  | 'signed-request';

/** One address of the HTTP API. Everything that is served is declared so; OpenAPI and the policy table are read from it. */
export interface Route {
  readonly operationId: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{name}` for a parameter. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: TSchema;
  readonly query?: TSchema;
  /** A JSON body. */
  readonly body?: TSchema;
  /** The JSON may come as text/plain too: what a browser can send while its page closes. */
  readonly beacon?: true;
  /** It saves something that people edit: with `If-Match` it does so only if nobody has changed that since. */
  readonly versioned?: true;
  /** The body is the file itself. */
  readonly rawBody?: true;
  /** JSON answer of the one success status; null for 204. */
  readonly response: { readonly status: 200 | 201 | 204; readonly body: TSchema | null; readonly mediaType?: string };
  readonly errors: readonly ErrorCode[];
}

/** Keeps a route's literal types. */
export const route = <const R extends Route>(definition: R): R => definition;

type Part<S> = S extends TSchema ? Static<S> : undefined;
export type ParamsOf<R extends Route> = Part<R['params']>;
export type QueryOf<R extends Route> = Part<R['query']>;
export type BodyOf<R extends Route> = Part<R['body']>;
export type ResponseOf<R extends Route> = Part<R['response']['body']>;
