import type {
  CobrowseAction,
  CobrowseAgentFrame,
  CobrowseConsent,
  CobrowseConsentKind,
  CobrowsePage,
  CobrowsePageFrame,
  CobrowseRefused,
  CobrowseRelayFrame,
  CobrowseWatchers,
} from '@alongside/protocol';
import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { assembler } from '../wire/binary.ts';
import type { Transport } from '../wire/transport.ts';
import { FrameLink } from './frame-link.ts';
import type { FromFrame, ToFrame, Tool } from './words.ts';

export interface ViewerState {
  /** `left`: the customer went to a page without the tag, or closed it, some seconds ago. */
  readonly phase: 'connecting' | 'waiting' | 'live' | 'hidden' | 'paused' | 'moving' | 'left' | 'lost' | 'ended';
  readonly consent: Omit<CobrowseConsent, 't'>;
  readonly page: CobrowsePage | undefined;
  /** Of the copy in the console's frame. */
  readonly scale: number;
  /** Whether a whole page has been built. */
  readonly shown: boolean;
  /** All who watch, oneself among them. */
  readonly watchers: CobrowseWatchers['watchers'];
}

export interface ViewerOptions {
  /** Where the frame goes; it fills it. */
  readonly mount: HTMLElement;
  /** The frame's page, on another origin than this page. */
  readonly frameUrl: string;
  readonly transport: Transport;
  /** For people who read with their ears. */
  readonly title?: string;
  readonly onChange?: (state: ViewerState) => void;
  /** A command that the page did not carry out. */
  readonly onRefused?: (refused: CobrowseRefused) => void;
  /** A list was pressed with the control tool: the console shows the choices and calls `choose`. */
  readonly onChoices?: (node: number, choices: readonly { value: string; text: string }[]) => void;
}

const LEFT_AFTER_MS = 3_000;

/** The agent's side: a frame with the copy of the page, and the tools. One for each person who watches. */
export class Viewer {
  readonly #options: ViewerOptions;
  readonly #frame: FrameLink;
  readonly #assemble = assembler();
  readonly #stills = new Map<number, (html: string) => void>();
  readonly #answers = new Map<number, (refused: CobrowseRefused['reason'] | undefined) => void>();
  #n = 0;
  #radius = 90;
  #tool: Tool = 'look';
  #colour = '#d6336c';
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #state: ViewerState = {
    phase: 'connecting',
    consent: { view: 'no', control: 'no', recording: 'no' },
    page: undefined,
    scale: 1,
    shown: false,
    watchers: [],
  };

  /** @throws TypeError when the frame's page is of this page's own origin */
  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#frame = new FrameLink({
      mount: options.mount,
      url: options.frameUrl,
      title: options.title ?? "The customer's page",
      said: (word) => this.#fromFrame(word),
    });
    options.transport.onClose(() => this.#closed());
    options.transport.onFrame((frame) => this.#heard(frame));
  }

  get state(): ViewerState {
    return this.#state;
  }

  /** Asks the customer; the answer comes as a changed consent. */
  ask(what: CobrowseConsentKind): void {
    this.#send({ t: 'ask', what });
  }

  /** Gives a consent back that is no longer needed. */
  giveBack(what: CobrowseConsentKind): void {
    this.#send({ t: 'ask', what, withdraw: true });
  }

  setTool(tool: Tool): void {
    if (this.#tool === 'pointer') this.#send({ t: 'pointer', x: 0, y: 0, on: false });
    if (this.#tool === 'spotlight') this.#send({ t: 'spotlight', x: 0, y: 0, radius: this.#radius, on: false });
    if (this.#tool === 'highlight') this.#send({ t: 'highlight', node: 0 });
    this.#tool = tool;
    this.#toFrame({ t: 'tool', tool });
  }

  /** @param radius of the spotlight in CSS pixels of the customer's page */
  setSpotlight(radius: number): void {
    this.#radius = Math.min(Math.max(radius, 8), 2_000);
  }

  /** @param colour of lines from now on, as `#d6336c` */
  setColour(colour: string): void {
    this.#colour = colour;
    this.#toFrame({ t: 'colour', colour });
  }

  /** Takes lines, spotlight and frames off the customer's page. */
  clear(): void {
    this.#send({ t: 'clear' });
  }

  /** `fit` shows the whole width; 1 is the customer's own size. */
  zoom(level: number | 'fit'): void {
    this.#toFrame({ t: 'zoom', level });
  }

  /** Offers an address; resolves with undefined after the customer's yes, else with why not. */
  push(kind: 'link' | 'document', url: string, title: string): Promise<CobrowseRefused['reason'] | undefined> {
    const n = this.#number();
    this.#send({ t: 'navigate', n, kind, url, title });
    return this.#answer(n);
  }

  /** Does something in the customer's page, given the consent to control. */
  command(action: CobrowseAction): Promise<CobrowseRefused['reason'] | undefined> {
    const n = this.#number();
    this.#send({ t: 'command', n, action });
    return this.#answer(n);
  }

  /** Chooses from a list or sets a field of any kind. */
  choose(node: number, value: string): Promise<CobrowseRefused['reason'] | undefined> {
    return this.command({ do: 'select', node, value });
  }

  /** The page as seen now, masked as seen: one HTML document without scripts or addresses. */
  still(): Promise<string> {
    const n = this.#number();
    this.#toFrame({ t: 'still', n });
    return new Promise((resolve) => this.#stills.set(n, resolve));
  }

  /** The whole page anew. */
  refresh(): void {
    this.#send({ t: 'watch' });
  }

  close(): void {
    clearTimeout(this.#leaving);
    this.#options.transport.close();
    this.#frame.close();
    for (const answer of this.#answers.values()) answer('gone');
    this.#answers.clear();
  }

  #heard(frame: string | Uint8Array): void {
    if (typeof frame !== 'string') {
      const message = this.#assemble(frame);
      if (message === undefined) return;
      const body = message.body.slice().buffer as ArrayBuffer;
      this.#toFrame({ t: 'show', kind: message.kind, body });
      return;
    }
    if (frame.length > COBROWSE_LIMITS.textBytes) return;
    const word = JSON.parse(frame) as CobrowsePageFrame | CobrowseRelayFrame;
    switch (word.t) {
      case 'page':
        this.#pageIs(word);
        return;
      case 'consent': {
        const { t: _, ...consent } = word;
        if (consent.view !== 'yes') this.#blank();
        this.#change({ consent, ...this.#phaseNow(consent, this.#state.page) });
        return;
      }
      case 'done':
        this.#answered(word.n, undefined);
        return;
      case 'refused':
        this.#answered(word.n, word.reason);
        this.#options.onRefused?.(word);
        return;
      case 'watchers':
        this.#change({ watchers: word.watchers });
        return;
      case 'lost':
        this.#change({ phase: 'lost' });
        return;
      case 'ended':
        this.#blank();
        this.#change({ phase: 'ended' });
        return;
    }
  }

  #pageIs(page: CobrowsePage): void {
    clearTimeout(this.#leaving);
    const moved = this.#state.page !== undefined && this.#state.page.tab !== page.tab;
    if (page.state === 'away')
      this.#leaving = setTimeout(() => {
        this.#blank();
        this.#change({ phase: 'left' });
      }, LEFT_AFTER_MS);
    if (page.state === 'paused' || page.state === 'ended') this.#blank();
    this.#change({ page, ...(moved && { shown: false }), ...this.#phaseNow(this.#state.consent, page) });
  }

  #phaseNow(consent: ViewerState['consent'], page: CobrowsePage | undefined): Pick<ViewerState, 'phase'> {
    if (page?.state === 'ended') return { phase: 'ended' };
    if (page?.state === 'away') return { phase: 'moving' };
    if (page?.state === 'paused') return { phase: 'paused' };
    if (consent.view !== 'yes' || page === undefined) return { phase: 'waiting' };
    return { phase: page.state === 'hidden' ? 'hidden' : 'live' };
  }

  /** What may no longer be seen is taken off the screen, not only no longer renewed. */
  #blank(): void {
    this.#toFrame({ t: 'blank' });
    this.#state = { ...this.#state, shown: false };
  }

  #fromFrame(word: FromFrame): void {
    switch (word.t) {
      case 'ready':
        return;
      case 'size':
        this.#change({ scale: word.scale });
        return;
      case 'built':
        this.#change({ shown: true });
        return;
      case 'broken':
        this.refresh();
        return;
      case 'still':
        this.#stills.get(word.n)?.(word.html);
        this.#stills.delete(word.n);
        return;
      case 'move':
        // Made with a tool that has been put away since.
        if (word.tool !== this.#tool && word.on) return;
        if (word.tool === 'spotlight') {
          this.#send({ t: 'spotlight', x: word.x, y: word.y, radius: this.#radius, on: word.on });
          return;
        }
        this.#send({ t: 'pointer', x: word.x, y: word.y, on: word.on });
        return;
      case 'line':
        this.#send({ t: 'draw', stroke: word.stroke, points: word.points, end: word.end, colour: this.#colour });
        return;
      case 'press':
        this.#pressed(word);
        return;
      case 'text':
        return void this.command({ do: 'type', node: 0, text: word.text.slice(0, COBROWSE_LIMITS.typeCharacters) });
      case 'key': {
        const { key, shift } = word as { key: Extract<CobrowseAction, { do: 'key' }>['key']; shift: boolean };
        return void this.command({ do: 'key', node: 0, key, shift });
      }
      case 'scroll':
        return void this.command({ do: 'scroll', node: word.node, dx: word.dx, dy: word.dy });
    }
  }

  #pressed({ tool, node, fx, fy, choices }: Extract<FromFrame, { t: 'press' }>): void {
    if (tool !== this.#tool) return;
    if (tool === 'highlight') {
      this.#send({ t: 'highlight', node });
      return;
    }
    if (choices !== undefined) this.#options.onChoices?.(node, choices);
    else void this.command({ do: 'click', node, fx, fy });
  }

  #toFrame(word: ToFrame): void {
    this.#frame.send(word);
  }

  #send(frame: CobrowseAgentFrame): void {
    this.#options.transport.send(JSON.stringify(frame));
  }

  #number(): number {
    this.#n += 1;
    return this.#n;
  }

  #answer(n: number): Promise<CobrowseRefused['reason'] | undefined> {
    return new Promise((resolve) => this.#answers.set(n, resolve));
  }

  #answered(n: number, reason: CobrowseRefused['reason'] | undefined): void {
    this.#answers.get(n)?.(reason);
    this.#answers.delete(n);
  }

  #closed(): void {
    if (this.#state.phase !== 'ended') this.#change({ phase: 'lost' });
    for (const answer of this.#answers.values()) answer('gone');
    this.#answers.clear();
  }

  #change(change: Partial<ViewerState>): void {
    this.#state = { ...this.#state, ...change };
    this.#options.onChange?.(this.#state);
  }
}
