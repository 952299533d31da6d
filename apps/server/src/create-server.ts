import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import type { MediaEngine, Platform, TelephonyEngine } from '@alongside/domain';
import type { Registrar } from '@alongside/protocol';
import type { FastifyInstance } from 'fastify';
import { createChatOpenApi, createDigitalChat, digitalChatPorts } from '@alongside/surface-digital-chat';
import { onlineHelpPorts, onlineHelpRoutes, onlineHelpSurface } from '@alongside/surface-online-help';
import { phoneLinkAddresses, phoneLinkPorts } from '@alongside/surface-phone-link';
import { shortCodePorts, shortCodeRoutes } from '@alongside/surface-short-codes';
import { createOrigins, type Origins } from './edge/origins.ts';
import { PendingSends } from './edge/pending-sends.ts';
import { createLimit } from './edge/rates.ts';
import { watchCutOff } from './edge/cut-off.ts';
import { createPressure } from './edge/pressure.ts';
import { createReadiness } from './edge/readiness.ts';
import { reachThrough } from './edge/reach.ts';
import type { EdgeFacts } from './http/call.ts';
import type { Edge } from './http/edge.ts';
import { createHttp, type TrustProxy } from './http/create-http.ts';
import { serveAgentPage } from './http/agent-page.ts';
import { serveCobrowseScripts } from './http/cobrowse-scripts.ts';
import { mountDigitalChat } from './http/mount-digital-chat.ts';
import { mountPhoneLink } from './http/mount-phone-link.ts';
import { mountShortCodes } from './http/mount-short-codes.ts';
import { mountSurface } from './http/mount-surface.ts';
import { servePhone } from './http/serve-phone.ts';
import { servePhoneLinks } from './http/serve-phone-links.ts';
import { serveSignedFiles } from './http/signed-files.ts';
import {
  type ListedPages,
  serveViewerFrame,
  VIEWER_PATH,
  type ViewerFrameAt,
  ViewerFrameListener,
} from './http/viewer-frame.ts';
import { hostInUrl } from './command/host-in-url.ts';
import { serveApps } from './http/static-apps.ts';
import { serveReference } from './http/reference.ts';
import { createOpenApi } from './openapi/create-openapi.ts';
import { CHAT_PATH, ChatDoor } from './realtime/chat-door.ts';
import { COBROWSE_PATH, CobrowseDoor } from './realtime/cobrowse-door.ts';
import { CallHost } from './calls/call-host.ts';
import { type IceServers, noIceServers } from './calls/ice-servers.ts';
import { LeftRecordings } from './calls/left-recordings.ts';
import { Telephones } from './calls/telephones.ts';
import { Sockets } from './realtime/sockets.ts';
import { TIMING, type Timing } from './realtime/timing.ts';
import { PhoneWaker } from './worker/phone-waker.ts';
import { PushSender } from './worker/push-sender.ts';
import { Router } from './worker/router.ts';
import { secondsAhead } from './worker/ahead.ts';
import { Sweeps } from './worker/sweeps.ts';
import { WebhookSender } from './worker/webhook-sender.ts';

export interface ServerOptions {
  readonly platform: Platform;
  readonly version: string;
  /** Where browsers reach us, if that is not where they say they do. */
  readonly publicUrl: string | null;
  /** Where browsers fetch customers' files, if not from our own origin. */
  readonly filesOrigin?: string | null;
  /** Where the console's co-browse viewer draws customers' pages: another origin than its own, or nowhere. */
  readonly viewerFrame?: ViewerFrameAt | null;
  /** Where other processes on the same database reach this one; where it listens, if nobody says. Said, it also means that there are others. */
  readonly peerUrl?: string | null;
  readonly trustProxy: TrustProxy;
  /** Multiplies every rate limit; 0 switches them off. */
  readonly rateScale: number;
  /** Sends that may wait for their commit at once; above it they are refused [R9]. */
  readonly mostPendingSends?: number;
  readonly timing?: Partial<Timing>;
  /** Carries calls; without it this process carries none. */
  readonly media?: MediaEngine | null;
  /** Speaks to telephones; only beside `media`. */
  readonly telephony?: TelephonyEngine | null;
  /** Where agents' own telephones sign in. */
  readonly registrar?: Registrar | null;
  readonly iceServers?: IceServers;
  /** Where the media engine finds what it plays to telephones. */
  readonly soundsFolder?: string | null;
  /** Where the media engine leaves recordings. */
  readonly recordingsFolder?: string | null;
}

export interface Server {
  /** Resolves with the port. */
  listen(host: string, port: number): Promise<number>;
  /** Says goodbye to sockets, answers what is being answered, ends the background work. The platform stays open. */
  stop(): Promise<void>;
}

/** Sockets and requests together; an idle socket costs some kilobytes. */
const MOST_CONNECTIONS = 20_000;
/**
 * New connections that the kernel keeps until they are taken (Linux: no more than `net.core.somaxconn`). With Node's 511, thousands who come back at
 * once find it full, and their kernels ask again only after 1, 3, 7 and 15 seconds.
 */
const BACKLOG = 16_384;

/** Answers that are not out after this are cut off: a slow upload does not hold up a stop. */
const LAST_ANSWERS_MILLISECONDS = 3_000;

/** All roles of one process on one platform: HTTP, sockets, router, sweeps. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const { platform, version } = options;
  const filesOrigin = options.filesOrigin ?? null;
  let stopping = false;
  // Where nobody said it, it is where we listen.
  let own = options.publicUrl ?? '';
  let peerUrl = options.peerUrl ?? '';
  const origins = createOrigins(platform, options.publicUrl);
  const limit = createLimit(options.rateScale);
  const pressure = createPressure();
  const answers = createReadiness(platform.store);
  const sends = new PendingSends(options.mostPendingSends);
  const facts: EdgeFacts = {
    version,
    sends,
    calls: (options.media ?? null) !== null,
    registrar: options.registrar ?? null,
    tenantId: async (domain) => (await origins.tenant(domain))?.id ?? null,
    stopping: () => stopping,
    linkHost: () => own,
    async ready() {
      pressure.assertNone();
      await answers();
    },
    async viewerFrame(request, tenantId) {
      const url = edge.viewerFrame?.urlFor(origins.own(request)) ?? null;
      const tenant = url === null ? undefined : (await platform.store.tenants.all()).find(({ id }) => id === tenantId);
      return url === null || tenant === undefined ? url : `${url}?tenant=${tenant.domain}`;
    },
    isOwnPage: (request) => request.headers.origin === undefined || request.headers.origin === origins.own(request),
  };
  const at = options.viewerFrame ?? null;
  const frameListener = at !== null && 'port' in at ? new ViewerFrameListener(listedPages(origins)) : null;
  const viewerOrigin = at !== null && 'origin' in at ? at.origin : null;
  const edge: Edge = {
    platform,
    log: platform.log,
    origins,
    limit,
    facts,
    filesOrigin,
    viewerFrame: viewerOrigin === null ? frameListener : { urlFor: () => viewerOrigin + VIEWER_PATH },
    viewerOrigin,
  };
  const app = await createHttp(edge, options.trustProxy);
  if (viewerOrigin !== null && options.publicUrl !== null)
    serveViewerFrame(app, new URL(options.publicUrl).origin, listedPages(origins));
  await mountSurface(app, onlineHelpSurface(onlineHelpPorts(platform)), origins);
  const ports = digitalChatPorts(platform, { origin: () => own, filesOrigin });
  const chat = createDigitalChat({
    ...ports,
    send: (actor, input, known) => sends.run(actor.tenantId, () => ports.send(actor, input, known)),
  });
  await mountDigitalChat(app, chat.routes, edge);
  await mountShortCodes(app, shortCodeRoutes(shortCodePorts(platform)), edge);
  serveCobrowseScripts(app);
  await mountPhoneLink(app, phoneLinkAddresses(phoneLinkPorts(platform, origins.tenant)), edge);
  servePhoneLinks(app, edge);
  await servePhone(app, edge);
  await serveApps(app, edge);
  serveAgentPage(app, edge);
  serveSignedFiles(app, edge);
  await serveReference(app, edge, {
    '/openapi.json': createOpenApi({ version, surfaces: [onlineHelpRoutes] }),
    '/digital-chat/openapi.json': createChatOpenApi(chat.routes, version),
  });

  const timing = { ...TIMING, ...options.timing };
  const reach = reachThrough(options.trustProxy);
  const several = (options.peerUrl ?? null) !== null;
  const sockets = new Sockets({ platform, origins, limit, sends, timing, several, reach });
  let isCutOff = false;
  const cutOff = several
    ? watchCutOff(platform, (now) => {
        isCutOff = now;
        sockets.cutOff(now);
      })
    : null;
  // Whoever keeps a connection to us would ask us again and again.
  app.server.prependListener('request', (_request, response) => {
    if (isCutOff) response.setHeader('connection', 'close');
  });
  const chatDoor = new ChatDoor({ chat, limit, log: platform.log, closingMilliseconds: timing.closing });
  const cobrowseDoor = new CobrowseDoor({ platform, origins, limit, timing, reach, peerUrl: () => peerUrl });
  const router = new Router(platform);
  const sweeps = new Sweeps(platform, router);
  const webhooks = new WebhookSender(platform, secondsAhead);
  const phones = new PhoneWaker(platform, () => options.publicUrl);
  const pushes = new PushSender(platform, {
    isHere: (tenantId, customerId) => sockets.isHere(tenantId, customerId) || chat.isHere(tenantId, customerId),
    publicUrl: () => options.publicUrl,
    ahead: secondsAhead,
  });
  const { media = null, telephony = null, iceServers = noIceServers } = options;
  const calls = media && new CallHost({ platform, media, iceServers });
  const { soundsFolder = null, recordingsFolder = null } = options;
  const leftRecordings = recordingsFolder === null ? null : new LeftRecordings(platform, recordingsFolder);
  const telephones =
    media && telephony && calls && new Telephones({ platform, telephony, media, host: calls, soundsFolder });
  if (telephones) calls.speakThrough(telephones);
  await app.ready();
  await telephones?.loadTrunks();
  app.server.maxConnections = MOST_CONNECTIONS;
  sockets.listenOn(
    app.server,
    new Map([
      [CHAT_PATH, chatDoor.enter],
      [COBROWSE_PATH, cobrowseDoor.enter],
    ]),
  );

  return {
    async listen(host, port) {
      await app.listen({ host, port, backlog: BACKLOG });
      const { port: bound } = app.server.address() as AddressInfo;
      own ||= `http://${hostInUrl(host)}:${bound}`;
      peerUrl ||= `http://${isEvery(host) ? hostname() : hostInUrl(host)}:${bound}`;
      if (at !== null && 'port' in at) await frameListener?.listen(host, at.port, bound);
      return bound;
    },
    async stop() {
      stopping = true;
      cutOff?.close();
      router.close();
      telephones?.close();
      await calls?.close();
      await Promise.all([sockets.stop(), chatDoor.stop(), cobrowseDoor.stop()]);
      await closeHttp(app);
      await Promise.all([sweeps.close(), webhooks.close(), pushes.close(), phones.close(), frameListener?.close()]);
      await leftRecordings?.close();
      pressure.close();
    },
  };
}

async function closeHttp(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), LAST_ANSWERS_MILLISECONDS);
  await app.close();
  clearTimeout(timer);
}

/** Listens on every address: others reach it by the machine's name. */
const isEvery = (host: string): boolean => host === '0.0.0.0' || host === '::';

/** Pages of a company that may speak to us, as they stand in a header. */
const listedPages =
  (origins: Origins): ListedPages =>
  async (word) => {
    const tenant = word === null ? null : await origins.tenant(word);
    const { origins: listed = [], agentPageOrigins = [] } = tenant?.settings ?? {};
    return [...listed, ...agentPageOrigins].flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));
  };
