import type { PhoneLinkSettings } from '@alongside/protocol';
import {
  appleAssociation,
  askPage,
  assetLinks,
  faultPage,
  innerLink,
  LINK_STYLE,
  type LinkAction,
  type LinkFault,
  type LinkPage,
  outerLink,
  phoneAddress,
  storeAddress,
} from '@alongside/surface-phone-link';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { builtApp } from './app-folders.ts';
import type { Edge } from './edge.ts';
import { setPagePolicy } from './headers.ts';
import { firstOfEach } from './mount-phone-link.ts';

/** Apps are asked for again after this long: phones and stores ask for them seldom. */
const KEPT_MILLISECONDS = 10_000;

/** What a query must hold for `/` to be a link and not the way to the console. */
const isOuterLink = (query: Readonly<Record<string, string>>): boolean => 'link' in query || 'efr' in query;

/** The link host: the pages that login and call links lead to where no app of the company's opens them first, and the files by which phones know that app. */
export function servePhoneLinks(app: FastifyInstance, edge: Edge): void {
  const apps = keptApps(edge);
  const follow = async (read: LinkAction | LinkFault, request: FastifyRequest, reply: FastifyReply) => {
    const language = request.headers['accept-language'] ?? '';
    if (typeof read === 'string') return send(edge, request, reply, faultPage(read, language));
    const query = queryOf(request);
    const store = storeAddress(await apps(), request.headers['user-agent'] ?? '', query);
    const phone = builtApp('phone') !== null;
    // efr=1: no page in between, unless it has something to offer.
    if (phone && store === null && query.efr !== '0')
      return reply
        .header('cache-control', 'no-store')
        .redirect(`${edge.origins.own(request) ?? ''}${phoneAddress(read)}`, 303);
    return send(
      edge,
      request,
      reply,
      askPage(read, { language, store, phone: phone ? (edge.origins.own(request) ?? '') : null }),
    );
  };
  for (const path of ['/dangnhap', '/call'])
    app.get(path, (request, reply) => follow(innerLink(path, queryOf(request)), request, reply));
  app.get('/phone-link.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'no-cache').send(LINK_STYLE),
  );
  for (const path of ['/.well-known/apple-app-site-association', '/apple-app-site-association'])
    app.get(path, async (_request, reply) => asJson(reply, appleAssociation(await apps())));
  app.get('/.well-known/assetlinks.json', async (_request, reply) => asJson(reply, assetLinks(await apps())));
  // The address itself leads to the console; routes that come after this one are looked at here first.
  app.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'GET' || !request.url.startsWith('/?')) return;
    const query = queryOf(request);
    if (isOuterLink(query)) return follow(outerLink(query), request, reply);
  });
}

const queryOf = (request: FastifyRequest) => firstOfEach(request.query as Record<string, string | string[]>);

const asJson = (reply: FastifyReply, body: object) =>
  reply.type('application/json').header('cache-control', 'public, max-age=300').send(JSON.stringify(body));

function send(
  { origins }: Edge,
  request: FastifyRequest,
  reply: FastifyReply,
  { status, html }: LinkPage,
): FastifyReply {
  setPagePolicy(reply, { origin: origins.own(request), frameAncestors: [], trustedTypes: true });
  return reply.code(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
}

/** Of all companies on this server, whose phone link is on: the host is theirs together. */
function keptApps({ platform }: Edge): () => Promise<readonly PhoneLinkSettings[]> {
  let kept: { at: number; apps: Promise<readonly PhoneLinkSettings[]> } | undefined;
  const read = async () => {
    const tenants = await platform.store.tenants.all();
    const all = await Promise.all(
      tenants.map(({ id }) => platform.store.transaction(id, (tx) => tx.phoneLinks.settings())),
    );
    return all.filter(({ enabled }) => enabled);
  };
  return () => {
    const now = performance.now();
    if (kept === undefined || now - kept.at > KEPT_MILLISECONDS) {
      const reading = { at: now, apps: read() };
      kept = reading;
      reading.apps.catch(() => {
        if (kept === reading) kept = undefined;
      });
    }
    return kept.apps;
  };
}
