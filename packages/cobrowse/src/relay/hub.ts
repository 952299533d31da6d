import type {
  CobrowseAgentFrame,
  CobrowseConsent,
  CobrowseConsentKind,
  CobrowsePage,
  CobrowsePageFrame,
} from '@alongside/protocol';
import { COBROWSE_KINDS, COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { createByteFilter } from '../filter/index.ts';
import { isAsset, isCanvas } from '../filter/files.ts';
import { assembler, cut } from '../wire/binary.ts';
import type { Transport } from '../wire/transport.ts';

export interface Watcher {
  readonly name: string;
  /** Whether this person may ask for control at all; the customer's consent comes on top. */
  readonly mayControl: boolean;
  /** Only looks on: no tool of theirs reaches the page. */
  readonly silent?: boolean;
}

export interface HubEvents {
  /** A frame of the page or of a viewer that a schema must pass before it is believed. */
  readonly isPageFrame: (frame: unknown) => boolean;
  readonly isAgentFrame: (frame: unknown) => boolean;
  onPage?(frame: CobrowsePage): void;
  onConsent?(frame: CobrowseConsent): void;
  /** False: the customer is not even asked. */
  mayAsk?(what: CobrowseConsentKind): boolean;
  /** A filtered DOM, asset or canvas message as seen by everyone: what a recording keeps, given the consent to it. */
  onSeen?(kind: number, body: Uint8Array): void;
  /** Someone broke the rules of the wire; their connection is closed. */
  onFault?(who: 'page' | 'viewer', why: string): void;
}

/**
 * The middle of one co-browse session, without I/O of its own: joins the customer's live page and those who watch, puts
 * the sender's number on what agents say, and lets only filtered messages through [COB3]. A server wraps one around
 * its sockets.
 */
export class Hub {
  readonly #events: HubEvents;
  readonly #viewers = new Map<number, { transport: Transport; who: Watcher }>();
  #page: Transport | undefined;
  #consent: CobrowseConsent = { t: 'consent', view: 'no', control: 'no', recording: 'no' };
  #lastPage: CobrowsePage | undefined;
  #next = 1;
  #message = 0;
  #ended = false;
  /** The viewer in whose name the page was asked for itself, though it is for `onSeen` alone. */
  #unseenBy = 0;

  constructor(events: HubEvents) {
    this.#events = events;
  }

  get consent(): CobrowseConsent {
    return this.#consent;
  }

  get viewers(): number {
    return this.#viewers.size;
  }

  /** The page that is live now; one that was before is closed. */
  setPage(transport: Transport): void {
    if (this.#ended) {
      transport.close();
      return;
    }
    const before = this.#page;
    this.#page = transport;
    this.#unseenBy = 0;
    before?.close();
    const assemble = assembler();
    const filter = createByteFilter();
    transport.onClose(() => {
      if (this.#page !== transport) return;
      this.#page = undefined;
      this.#toAll(JSON.stringify({ t: 'lost' }));
    });
    transport.onFrame((frame) => {
      if (this.#page !== transport) return;
      try {
        if (typeof frame === 'string') this.#pageSays(frame);
        else {
          const message = assemble(frame);
          if (message !== undefined) this.#pageShows(message.kind, message.to, message.body, filter);
        }
      } catch (error) {
        this.#events.onFault?.('page', error instanceof Error ? error.message : 'malformed');
        transport.close();
      }
    });
    for (const [viewer, { who }] of this.#viewers) transport.send(joined(viewer, who));
  }

  /** @returns the viewer's number */
  addViewer(transport: Transport, who: Watcher): number {
    const viewer = this.#next;
    this.#next += 1;
    if (this.#ended) {
      transport.close();
      return viewer;
    }
    this.#viewers.set(viewer, { transport, who });
    transport.send(JSON.stringify({ t: 'you', viewer }));
    if (this.#lastPage !== undefined) transport.send(JSON.stringify(this.#lastPage));
    transport.send(JSON.stringify(this.#consent));
    if (this.#page === undefined) transport.send(JSON.stringify({ t: 'lost' }));
    this.#tellWatchers();
    transport.onClose(() => {
      if (!this.#viewers.delete(viewer)) return;
      this.#page?.send(JSON.stringify({ t: 'left', viewer }));
      if (this.#unseenBy === viewer) this.wholePage();
      this.#tellWatchers();
    });
    this.#page?.send(joined(viewer, who));
    transport.onFrame((frame) => {
      try {
        if (typeof frame === 'string') this.#viewerSays(viewer, who, frame);
      } catch {
        this.#events.onFault?.('viewer', 'malformed');
        transport.close();
      }
    });
    return viewer;
  }

  /** Has the page send itself whole, for `onSeen` alone; those who watch see no flicker. Nothing comes while nobody watches. */
  wholePage(): void {
    const [viewer = 0] = this.#viewers.keys();
    this.#unseenBy = viewer;
    if (viewer !== 0) this.#page?.send(JSON.stringify({ t: 'from', by: viewer, frame: { t: 'watch' } }));
  }

  /** Says something to all who watch. */
  tell(frame: object): void {
    this.#toAll(JSON.stringify(frame));
  }

  end(by: 'customer' | 'agent' | 'system'): void {
    if (this.#ended) return;
    this.#ended = true;
    const word = JSON.stringify({ t: 'ended', by });
    const page = this.#page;
    this.#page = undefined;
    page?.send(word);
    page?.close();
    const viewers = [...this.#viewers.values()];
    this.#viewers.clear();
    for (const { transport } of viewers) {
      transport.send(word);
      transport.close();
    }
  }

  #pageSays(text: string): void {
    if (text.length > COBROWSE_LIMITS.textBytes) throw new RangeError('A text frame over its limit.');
    const frame = JSON.parse(text) as CobrowsePageFrame;
    if (!this.#events.isPageFrame(frame)) throw new RangeError('No frame of a page.');
    if (frame.t === 'done' || frame.t === 'refused') {
      this.#viewers.get(frame.to)?.transport.send(text);
      return;
    }
    if (frame.t === 'consent') {
      this.#consent = frame;
      this.#events.onConsent?.(frame);
    } else {
      this.#lastPage = frame;
      // A page that stops to show itself has forgotten what it was asked for.
      if (frame.state !== 'live' && frame.state !== 'hidden') this.#unseenBy = 0;
      this.#events.onPage?.(frame);
      if (frame.state === 'ended') {
        this.end('customer');
        return;
      }
    }
    this.#toAll(JSON.stringify(frame));
  }

  #pageShows(kind: number, to: number, body: Uint8Array, filter: (body: Uint8Array) => Uint8Array | undefined): void {
    if (this.#consent.view !== 'yes') throw new RangeError('The page showed itself without consent.');
    const clean = kind === COBROWSE_KINDS.dom ? filter(body) : isFile(kind, body) ? body : undefined;
    if (clean === undefined) return;
    this.#events.onSeen?.(kind, clean);
    if (kind === COBROWSE_KINDS.dom && to !== 0 && to === this.#unseenBy) {
      this.#unseenBy = 0;
      return;
    }
    this.#message += 1;
    const parts = cut({ kind, to, body: clean }, this.#message);
    for (const [viewer, { transport }] of this.#viewers)
      if (to === 0 || to === viewer) for (const part of parts) transport.send(part);
  }

  #viewerSays(viewer: number, who: Watcher, text: string): void {
    if (text.length > COBROWSE_LIMITS.textBytes) throw new RangeError('A text frame over its limit.');
    const frame = JSON.parse(text) as CobrowseAgentFrame;
    if (!this.#events.isAgentFrame(frame)) throw new RangeError('No frame of an agent.');
    if (who.silent === true && frame.t !== 'watch') return;
    if (frame.t === 'ask' && frame.withdraw !== true && this.#events.mayAsk?.(frame.what) === false) return;
    if (frame.t === 'command' && !who.mayControl) {
      this.#viewers
        .get(viewer)
        ?.transport.send(JSON.stringify({ t: 'refused', to: viewer, n: frame.n, reason: 'not_allowed' }));
      return;
    }
    this.#page?.send(JSON.stringify({ t: 'from', by: viewer, frame }));
  }

  #tellWatchers(): void {
    const watchers = [...this.#viewers].map(([viewer, { who }]) => ({
      viewer,
      name: who.name,
      silent: who.silent === true,
    }));
    this.#toAll(JSON.stringify({ t: 'watchers', watchers }));
  }

  #toAll(text: string): void {
    for (const { transport } of this.#viewers.values()) transport.send(text);
  }
}

const joined = (viewer: number, { name, mayControl }: Watcher): string =>
  JSON.stringify({ t: 'joined', viewer, name, mayControl });

const isFile = (kind: number, body: Uint8Array): boolean =>
  kind === COBROWSE_KINDS.asset ? isAsset(body) : kind === COBROWSE_KINDS.canvas && isCanvas(body);
