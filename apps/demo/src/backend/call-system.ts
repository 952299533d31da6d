import { randomBytes, randomUUID } from 'node:crypto';
import { verifyRequest } from '@alongside/backend-kit';

/** What the bank's services are told at their start: the secret with which Alongside signs its requests to them. */
export interface CompanyKey {
  readonly keyId: string;
  readonly secret: string;
}

export interface ServiceRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

interface Held {
  readonly interactionId: string;
  readonly customerId: string;
  readonly attachedData: Readonly<Record<string, string>>;
  readonly since: number;
}

/** An agent's link is good this long, once. */
const LINK_MILLISECONDS = 10 * 60_000;

type Answer = { readonly status: number; readonly body: unknown };

/**
 * The bank's own call system, as the published pages ask for it: it holds who waits, brings them to the bank's agents, and vouches for those. A
 * real one would ring; this one has a page.
 */
export function createCallSystem(now: () => number) {
  const held = new Map<string, Held>();
  const links = new Map<string, { userNo: string; sessionId: string; until: number }>();
  let key: CompanyKey | null = null;

  const create = (body: string): Answer => {
    const { customerId, attachedData } = JSON.parse(body) as Partial<Held>;
    if (typeof customerId !== 'string')
      return { status: 200, body: { success: false, errorMessage: 'No customerId.' } };
    // A repeated request for one wait finds it: a customer waits once.
    const known = [...held.values()].find((one) => one.customerId === customerId);
    const interactionId = known?.interactionId ?? randomUUID();
    held.set(interactionId, { interactionId, customerId, attachedData: attachedData ?? {}, since: now() });
    return { status: 200, body: { success: true, result: { interactionId } } };
  };
  const check = (query: URLSearchParams): Answer => {
    const token = query.get('token') ?? '';
    const link = links.get(token);
    links.delete(token);
    const good =
      link?.userNo === query.get('userNo') && link.sessionId === query.get('sessionId') && link.until > now();
    return {
      status: 200,
      body: { success: good, result: {}, ...(good ? {} : { errorMessage: 'The link is used or old.' }) },
    };
  };

  return {
    /** From then on the services answer. */
    use(given: CompanyKey) {
      key = given;
    },
    isOn: () => key !== null,
    waiting: (): Held[] => [...held.values()],
    /** A request below `/services`; only from our own Alongside server. */
    serve({ method, path, headers, body }: ServiceRequest): Answer {
      if (!key || !verifyRequest({ method, path, headers, body, ...key, now })) return { status: 401, body: {} };
      const { pathname, searchParams } = new URL(path, 'http://bank');
      const service = pathname.replace(/^\/services/, '');
      if (method === 'POST' && service === '/CreateInteraction') return create(body);
      if (method === 'GET' && service === '/CheckToken') return check(searchParams);
      if (method === 'DELETE')
        return { status: held.delete(decodeURIComponent(service.slice(1))) ? 204 : 404, body: '' };
      return { status: 404, body: {} };
    },
    /** The fragment with which an agent opens a customer: `#/auth?…`. The customer leaves the queue. null: they do not wait. */
    put(interactionId: string, userNo: string): string | null {
      const one = held.get(interactionId);
      if (!one) return null;
      held.delete(interactionId);
      const [dlgToken, sessionId] = [randomBytes(24).toString('base64url'), randomUUID()];
      links.set(dlgToken, { userNo, sessionId, until: now() + LINK_MILLISECONDS });
      const { customerId } = one;
      const fields = { customerId, userId: userNo, sessionId, userName: userNo, dlgToken, isOutbound: 'false' };
      return `#/auth?${new URLSearchParams(fields)}`;
    },
  };
}

export type CallSystem = ReturnType<typeof createCallSystem>;
