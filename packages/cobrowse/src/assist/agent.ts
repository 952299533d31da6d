import type { CobrowseConsentKind } from '@alongside/protocol';
import { Viewer, type ViewerState } from '../viewer/viewer.ts';
import type { Tool } from '../viewer/words.ts';
import { ownAddress } from './own-address.ts';
import { AgentRoad } from './road.ts';

export interface AgentSupportOptions {
  /** The session, as the agent's call of the short code gave it. */
  readonly correlationId: string;
  /** The agent's own token. */
  readonly sessionToken: string;
  /** The server's address; by default where this script came from. */
  readonly url?: string;
  /** Without a connection for so long the support is over; 90 by default. */
  readonly connectionLostSeconds?: number;
}

/** The customer is on a page without the tag, or has closed it: nothing can be seen until they come back. */
export class OffAssistPagesException extends Error {
  readonly code = 'off_assist_pages';

  constructor() {
    super('The customer has left the pages that take part.');
    this.name = 'OffAssistPagesException';
  }
}

/** What goes wrong, by a stable word in `code`. */
export class AssistAgentError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'AssistAgentError';
    this.code = code;
  }
}

type Allowed = (what: CobrowseConsentKind, allowed: boolean) => void;
const KINDS = ['view', 'control', 'recording'] as const;
const LOST_AFTER_SECONDS = 90;

/** The agent's side with its published names, over our own engine. */
export class AgentSupport {
  readonly OffAssistPagesException = OffAssistPagesException;
  readonly #own = ownAddress();
  #viewer: Viewer | null = null;
  #road: AgentRoad | null = null;
  #isLive = false;
  #element: HTMLElement | null = null;
  #frameUrl: string | null = null;
  #onSize: (width: number, height: number) => void = () => undefined;
  #onError: (error: Error) => void = () => undefined;
  #onConsent: Allowed = () => undefined;
  #onEnd: () => void = () => undefined;
  #state: ViewerState | null = null;
  #tool: Tool = 'look';
  /** What is to be asked for once there is a road to ask on. */
  readonly #wishes = new Set<CobrowseConsentKind>();

  /** Where the customer's page is shown; may come before or after `startSupport`. */
  setRemoteView(element: HTMLElement): void {
    this.#element = element;
    this.#show();
  }

  setRemoteViewCallBack(callback: (width: number, height: number) => void): void {
    this.#onSize = callback;
  }

  setOnErrorCallback(callback: (error: Error) => void): void {
    this.#onError = callback;
  }

  /** Told when the customer has answered, or taken back, a request. */
  setConsentCallback(callback: Allowed): void {
    this.#onConsent = callback;
  }

  setOnEndSupportCallback(callback: () => void): void {
    this.#onEnd = callback;
  }

  startSupport(options: AgentSupportOptions): void {
    void this.#start(options);
  }

  endSupport(): void {
    this.#road?.end();
    this.#stop();
  }

  /** Asks the customer to show the page. */
  requestScreenShare(): void {
    this.#ask('view');
  }

  /** Asks to act on the page, if that is not allowed yet, and makes mouse and keyboard act there. */
  controlSelected(): void {
    if (this.#state?.consent.control !== 'yes') this.#ask('control');
    this.#choose('control');
  }

  drawSelected(): void {
    this.#choose('draw');
  }

  spotlightSelected(): void {
    this.#choose('spotlight');
  }

  pointerSelected(): void {
    this.#choose('pointer');
  }

  /** Takes lines and marks off the customer's page. */
  clearSelected(): void {
    this.#viewer?.clear();
  }

  /** Offers a page or a document; resolves with undefined after the customer's yes, else with why not. */
  push(kind: 'link' | 'document', url: string, title: string): Promise<string | undefined> {
    return this.#viewer?.push(kind, url, title) ?? Promise.resolve('gone');
  }

  async #start({ correlationId, sessionToken, url, connectionLostSeconds }: AgentSupportOptions): Promise<void> {
    if (this.#isLive)
      return this.#onError(new AssistAgentError('already_in_support', 'A support session is going on; end it first.'));
    this.#isLive = true;
    const server = new URL(url ?? this.#own.server, location.href).origin;
    const ask = async <T>(method: string, path: string): Promise<T> => {
      const answer = await fetch(server + path, { method, headers: { authorization: `Bearer ${sessionToken}` } });
      const body = (await answer.json()) as T & { error?: { code: string } };
      if (answer.ok) return body;
      const error = new Error(body.error?.code ?? `http_${answer.status}`);
      if (answer.status < 500) error.name = 'Refused';
      throw error;
    };
    // Before anything is awaited: an end that comes meanwhile has a road.
    const road = new AgentRoad({
      server,
      cid: correlationId,
      ticket: async () => (await ask<{ ticket: string }>('POST', '/v1/socket-tickets')).ticket,
      lostAfterMs: (connectionLostSeconds ?? LOST_AFTER_SECONDS) * 1_000,
      refused: (code) => this.#failed(code),
      welcome: () => this.#arrived(),
    });
    this.#road = road;
    try {
      const { frameUrl } = await ask<{ frameUrl: string | null }>('GET', '/v1/cobrowse');
      if (this.#road !== road) return;
      this.#frameUrl = frameUrl;
    } catch (error) {
      return this.#road === road ? this.#failed((error as Error).message) : undefined;
    }
    if (this.#frameUrl === null) return this.#failed('viewer_not_served');
    this.#show();
  }

  #show(): void {
    if (this.#element === null || this.#road === null || this.#frameUrl === null || this.#viewer !== null) return;
    this.#viewer = new Viewer({
      mount: this.#element,
      frameUrl: this.#frameUrl,
      transport: this.#road,
      onChange: (state) => this.#changed(state),
      onRefused: ({ reason }) => this.#onError(new AssistAgentError(reason, `The page did not do it: ${reason}.`)),
    });
    this.#viewer.setTool(this.#tool);
    this.#arrived();
  }

  #ask(what: CobrowseConsentKind): void {
    if (!this.#isLive) return;
    this.#wishes.add(what);
    this.#askWished();
  }

  /** Road and viewer may come in either order, and the page shows itself to both only. */
  #arrived(): void {
    if (this.#road?.isIn) this.#viewer?.refresh();
    this.#askWished();
  }

  #askWished(): void {
    if (!this.#viewer || !this.#road?.isIn) return;
    for (const what of this.#wishes) this.#viewer.ask(what);
    this.#wishes.clear();
  }

  #choose(tool: Tool): void {
    this.#tool = tool;
    this.#viewer?.setTool(tool);
  }

  #changed(state: ViewerState): void {
    const before = this.#state;
    this.#state = state;
    for (const what of KINDS) {
      const [was, is] = [before?.consent[what] ?? 'no', state.consent[what]];
      if (was !== is && is !== 'asked') this.#onConsent(what, is === 'yes');
    }
    const { page } = state;
    if (page && (page.width !== before?.page?.width || page.height !== before.page.height))
      this.#onSize(page.width, page.height);
    if (state.phase === 'left' && before?.phase !== 'left') this.#onError(new OffAssistPagesException());
    if (state.phase === 'ended') this.#stop();
  }

  #failed(code: string): void {
    this.#onError(new AssistAgentError(code, `The support session is over: ${code}.`));
    this.#stop();
  }

  #stop(): void {
    if (!this.#isLive) return;
    this.#isLive = false;
    this.#viewer?.close();
    this.#road?.close();
    this.#viewer = null;
    this.#road = null;
    this.#state = null;
    this.#frameUrl = null;
    this.#wishes.clear();
    this.#onEnd();
  }
}

declare global {
  var AssistAgentSDK: AgentSupport;
}
globalThis.AssistAgentSDK ??= new AgentSupport();
