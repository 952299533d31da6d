import { type AgentActor, Refused } from '@alongside/domain';
import { creatorCookie, creatorIn } from './creator-cookie.ts';
import { bearerOf, type CodeRequest, type CodeResponse, type CodeRoute, companyOf, json, refused } from './exchange.ts';
import type { ShortCodePorts } from './ports.ts';

type Handler = (ports: ShortCodePorts, request: CodeRequest) => Promise<CodeResponse>;

/** PUT /assistserver/shortcode/create: a session with its code; with a session's token as Bearer, another code for that one. */
const create: Handler = async (ports, request) => {
  const tenantId = await companyOf(request);
  const { address, origin } = request;
  const token = bearerOf(request);
  if (token !== null) return json(200, await ports.renew(token));
  const { creator, ...code } = await ports.create(tenantId, { address, origin, creator: creatorIn(request) });
  const { shortCode, expiresInSeconds } = code;
  return json(200, { shortCode, expiresInSeconds }, { 'set-cookie': creatorCookie(creator, request.isHttps) });
};

/** GET /assistserver/shortcode/consumer?appkey=: the session for the page that created the code. */
const consumer: Handler = async (ports, request) => {
  const tenantId = await companyOf(request);
  const { address, origin, query } = request;
  const by = { address, origin, creator: creatorIn(request) };
  const { cid, sessionToken } = await ports.redeemForPage(tenantId, query.appkey ?? '', by);
  return json(200, { 'session-token': sessionToken, cid });
};

/** GET /assistserver/shortcode/agent?appkey=: the session for a signed-in agent; never its token. */
const agent: Handler = async (ports, request) => {
  const actor = await signedIn(ports, request);
  return json(200, await ports.redeemForAgent({ ...actor, ip: request.address }, request.query.appkey ?? ''));
};

/** POST /assistserver/agent: a form with username and password; answers with the agent's token. */
const signIn: Handler = async (ports, request) => {
  const { tenantId } = request;
  if (request.origin !== null && (tenantId === null || !(await request.trusts(tenantId))))
    throw new Refused('origin_refused');
  const form = new URLSearchParams(request.body);
  const type = form.get('type') ?? 'create';
  if (type !== 'create')
    throw new Refused('invalid_request', { message: 'Only type=create is known.', field: '/type' });
  const [email, password] = [form.get('username') ?? '', form.get('password') ?? ''];
  if (email === '' || email.length > 254 || password.length > 1_024) throw new Refused('wrong_credentials');
  const { tenant } = request.query;
  const ip = request.address;
  const { token, expiresAt } = await ports.signIn({ email, password, ip, ...(tenant === undefined ? {} : { tenant }) });
  return json(200, { token, expiresAt });
};

async function signedIn(ports: ShortCodePorts, request: CodeRequest): Promise<AgentActor> {
  const token = bearerOf(request) ?? request.consoleToken;
  const actor = token === null ? null : await ports.agent(token);
  if (actor === null) throw new Refused('not_authenticated');
  if (!(await request.trusts(actor.tenantId))) throw new Refused('origin_refused');
  return actor;
}

/** The addresses of the published short-code wire. */
export function shortCodeRoutes(ports: ShortCodePorts): readonly CodeRoute[] {
  const route = (
    operationId: string,
    method: CodeRoute['method'],
    path: string,
    handler: Handler,
    signsIn = false,
  ): CodeRoute => ({
    operationId,
    method,
    path,
    signsIn,
    handle: (request) => handler(ports, request).catch(refused),
  });
  return [
    route('createShortCode', 'PUT', '/assistserver/shortcode/create', create),
    route('redeemShortCodeForConsumer', 'GET', '/assistserver/shortcode/consumer', consumer),
    route('redeemShortCodeForAgent', 'GET', '/assistserver/shortcode/agent', agent),
    route('createAssistAgent', 'POST', '/assistserver/agent', signIn, true),
  ];
}
