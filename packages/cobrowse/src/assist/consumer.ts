import type { Shared, ShareEnd } from '../page/share.ts';
import { askTabs, storedSession } from '../recorder/resume.ts';
import { ownAddress } from './own-address.ts';

/** What goes wrong, by a stable word. */
export interface AssistError {
  readonly code:
    | 'already_in_support'
    | 'browser_not_supported'
    | 'token_missing'
    | 'session_refused'
    | 'connection_lost'
    | 'load_failed';
  readonly message: string;
}

export interface SupportOptions {
  /** Both from the consumer's call of the short code. */
  readonly sessionToken: string;
  readonly correlationId: string;
  /** The server's address; by default where this script came from. */
  readonly url?: string;
  /** Where the rest of the script is loaded from; by default where this came from. */
  readonly sdkPath?: string;
  /** Nothing is written to the browser's console. */
  readonly disableLogging?: boolean;
  /** Without a connection for so long the support is over; 90 by default. */
  readonly connectionLostSeconds?: number;
  /** Taken for the sake of pages that give them; without a meaning here: there is no video, and nothing but pages is shown. */
  readonly destination?: string;
  readonly videoMode?: string;
  readonly cobrowseOnly?: boolean;
  readonly uui?: string;
  readonly allowedIframeOrigins?: readonly string[] | boolean;
}

export interface Agent {
  readonly name: string;
}

/** What an agent offers to open. */
export interface Push {
  readonly agent: string;
  /** The sentence that our own question would show. */
  readonly text: string;
}

type Callback<T extends unknown[] = []> = ((...values: T) => void) | null;
type Page = typeof import('../page/index.ts');

const DOOR = 'assist';
const MESSAGES: Readonly<Record<AssistError['code'], string>> = {
  already_in_support: 'A support session is going on in this page; end it first.',
  browser_not_supported: 'This browser cannot show its pages.',
  token_missing: 'startSupport needs a sessionToken and a correlationId.',
  session_refused: 'The session is over, or the token is not its own.',
  connection_lost: 'The connection was lost for too long.',
  load_failed: 'The script of the page could not be loaded.',
};

/** The customer's side with its published names, over our own engine. Callbacks are assigned; each may be missing. */
export class ConsumerSupport {
  onScreenshareRequest: ((agent: Agent) => boolean | Promise<boolean>) | null = null;
  onInSupport: Callback = null;
  onPushRequest: ((allow: () => void, deny: () => void, push: Push) => void) | null = null;
  onAgentJoinedSession: Callback<[Agent]> = null;
  onAgentJoinedCobrowse: Callback<[Agent]> = null;
  onAgentLeftCobrowse: Callback<[Agent]> = null;
  onAgentLeftSession: Callback<[Agent]> = null;
  onEndSupport: Callback<[{ reason: string }]> = null;
  onError: Callback<[AssistError]> = null;

  readonly #own = ownAddress();
  readonly #agents = new Map<number, Agent>();
  #shared: Shared | null = null;
  #isStarting = false;
  /** The wish to end came while the rest of the script was on its way. */
  #isUnwanted = false;
  #isIn = false;
  #seenBy: readonly Agent[] = [];
  #isQuiet = false;

  constructor() {
    // The page before had a session, or another tab has one: it goes on, once the page has set its callbacks.
    if (this.isBrowserSupported()) setTimeout(() => void this.#resume());
  }

  /** Ask before a code is made. */
  isBrowserSupported(): boolean {
    return (
      typeof WebSocket === 'function' &&
      typeof BroadcastChannel === 'function' &&
      typeof crypto?.randomUUID === 'function' &&
      typeof HTMLElement.prototype.showPopover === 'function' &&
      typeof document.adoptedStyleSheets === 'object'
    );
  }

  startSupport(options: SupportOptions): void {
    void this.#start(options);
  }

  endSupport(): void {
    this.#isUnwanted = this.#isStarting;
    this.#shared?.end();
  }

  async #start(options: SupportOptions): Promise<void> {
    this.#isQuiet = options.disableLogging === true;
    if (this.#shared !== null || this.#isStarting) return this.#fail('already_in_support');
    if (!this.isBrowserSupported()) return this.#fail('browser_not_supported');
    const { sessionToken, correlationId } = options;
    if (!sessionToken || !correlationId) return this.#fail('token_missing');
    this.#isStarting = true;
    const page = await this.#load(options.sdkPath);
    if (page === null) return;
    const server = new URL(options.url ?? this.#own.server, location.href).origin;
    const { connectionLostSeconds } = options;
    this.#started(
      page.sharePage({
        ...this.#common(),
        door: DOOR,
        server,
        cid: correlationId,
        sessionToken,
        ...(connectionLostSeconds !== undefined && { lostAfterSeconds: connectionLostSeconds }),
      }),
    );
  }

  async #resume(): Promise<void> {
    if ((storedSession() ?? (await askTabs())) === undefined || this.#shared !== null || this.#isStarting) return;
    this.#isStarting = true;
    const page = await this.#load();
    this.#started((await page?.goOn(DOOR, this.#common())) ?? null);
  }

  #started(shared: Shared | null): void {
    this.#isStarting = false;
    this.#shared = shared;
    if (this.#isUnwanted) shared?.end();
    this.#isUnwanted = false;
  }

  async #load(path: string = this.#own.folder): Promise<Page | null> {
    try {
      return (await import(/* @vite-ignore */ new URL('page.js', new URL(path, location.href)).href)) as Page;
    } catch {
      this.#started(null);
      this.#fail('load_failed');
      return null;
    }
  }

  #common() {
    return {
      ask: (question: { what: string; name: string; text: string; signal: AbortSignal }) => this.#ask(question),
      onJoined: (viewer: number, name: string) => {
        const agent = { name };
        this.#agents.set(viewer, agent);
        this.#call(() => this.onAgentJoinedSession?.(agent));
      },
      onLeft: (viewer: number) => {
        const agent = this.#agents.get(viewer);
        this.#agents.delete(viewer);
        if (agent !== undefined) this.#call(() => this.onAgentLeftSession?.(agent));
      },
      onState: (state: Shared['recorder']['state']) => this.#changed(state),
      onEnd: (why: ShareEnd) => this.#ended(why),
    };
  }

  #changed({ phase, consents, viewers }: Shared['recorder']['state']): void {
    if (!this.#isIn && (phase === 'waiting' || phase === 'live')) {
      this.#isIn = true;
      this.#call(() => this.onInSupport?.());
    }
    const sees = consents.view === 'yes' ? viewers.map(({ name }) => ({ name })) : [];
    const before = this.#seenBy;
    this.#seenBy = sees;
    const isNew = (agent: Agent, among: readonly Agent[]) => among.every(({ name }) => name !== agent.name);
    for (const agent of sees) if (isNew(agent, before)) this.#call(() => this.onAgentJoinedCobrowse?.(agent));
    for (const agent of before) if (isNew(agent, sees)) this.#call(() => this.onAgentLeftCobrowse?.(agent));
  }

  /** undefined: the built-in question is asked. */
  async #ask({ what, name, text, signal }: { what: string; name: string; text: string; signal: AbortSignal }) {
    if (what === 'view' && this.onScreenshareRequest !== null) {
      const { onScreenshareRequest } = this;
      return (await onScreenshareRequest({ name })) === true;
    }
    const { onPushRequest } = this;
    if (what !== 'navigate' || onPushRequest === null) return undefined;
    return new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => resolve(false));
      onPushRequest(
        () => resolve(true),
        () => resolve(false),
        { agent: name, text },
      );
    });
  }

  #ended(why: ShareEnd): void {
    this.#shared = null;
    this.#isIn = false;
    this.#seenBy = [];
    this.#agents.clear();
    if (why === 'lost') this.#fail('connection_lost');
    else if (why !== 'customer' && why !== 'agent' && why !== 'system') this.#fail('session_refused');
    this.#call(() => this.onEndSupport?.({ reason: why }));
  }

  #fail(code: AssistError['code']): void {
    const error = { code, message: MESSAGES[code] };
    if (!this.#isQuiet) console.warn(`[AssistSDK] ${error.message} (${code})`);
    this.#call(() => this.onError?.(error));
  }

  /** A page's own mistake in a callback does not break the session. */
  #call(callback: () => void): void {
    try {
      callback();
    } catch (error) {
      setTimeout(() => {
        throw error;
      });
    }
  }
}

declare global {
  var AssistSDK: ConsumerSupport;
}
globalThis.AssistSDK ??= new ConsumerSupport();
