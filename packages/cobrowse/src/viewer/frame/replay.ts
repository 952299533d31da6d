import { COBROWSE_KINDS } from '@alongside/protocol/constants';
import { Replayer } from 'rrweb';
import { isAsset, isCanvas } from '../../filter/files.ts';
import { createFilter } from '../../filter/index.ts';
import { headOf, toText } from '../../wire/binary.ts';
import { assetName, type DomEvent, EVENT } from '../../wire/dom-events.ts';
import { Files } from './files.ts';

const BOXES = [
  // Without scripts a browser takes a canvas for the words inside it, which have no size.
  ':where(canvas){display:inline-block}',
  '[al-ui]{display:none!important}',
  '[al-box]{display:inline-block;box-sizing:border-box!important;background:repeating-linear-gradient(45deg,#dee2e6 0 8px,#f1f3f5 8px 16px)!important;border:1px solid #adb5bd!important;overflow:hidden!important;color:transparent!important}',
  '[al-box=foreign]{background:repeating-linear-gradient(45deg,#ffe8cc 0 8px,#fff4e6 8px 16px)!important;border:1px solid #f59f00!important}',
];
/** The replayer never throws an event away by itself. */
const HELD_EVENTS = 200;
const WAITING_PICTURES = 50;

export interface ReplayNews {
  size(width: number, height: number): void;
  /** A whole page has been built. */
  built(): void;
  /** A change could not be applied: the whole page is needed again. */
  broken(): void;
}

/** Shows the stream: filters once more, puts files in their places, and lets the replayer build the page without scripts. */
export class Replay {
  readonly #files = new Files(() => this.#document());
  readonly #news: ReplayNews;
  readonly #replayer: Replayer;
  #filter = createFilter();
  #hasPage = false;
  /** Pictures that came before the page was built, by the canvas's number. */
  readonly #waiting = new Map<number, Uint8Array>();

  constructor(root: HTMLElement, news: ReplayNews) {
    this.#news = news;
    this.#replayer = new Replayer([], {
      root,
      liveMode: true,
      mouseTail: false,
      // Else the copy of a page stands still where the page moves.
      pauseAnimation: false,
      useVirtualDom: false,
      showWarning: false,
      // The customer's focus must not take the keyboard away from an agent who is writing elsewhere.
      triggerFocus: false,
      insertStyleRules: BOXES,
      logger: { log: () => undefined, warn: () => undefined },
    });
    this.#replayer.on('resize', (size) => {
      const { width, height } = size as { width: number; height: number };
      news.size(width, height);
    });
    this.#replayer.on('fullsnapshot-rebuilded', () => {
      this.#files.place();
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const body of waiting) this.#canvas(body);
      news.built();
    });
    this.#replayer.on('custom-event', (event) => this.#custom((event as { data: PopoverEvent }).data));
    this.#replayer.startLive();
  }

  take(kind: number, body: Uint8Array): void {
    if (kind === COBROWSE_KINDS.dom) this.#dom(toText(body));
    else if (kind === COBROWSE_KINDS.asset && isAsset(body)) this.#asset(body);
    else if (kind === COBROWSE_KINDS.canvas && isCanvas(body)) this.#canvas(body);
  }

  /** Nothing is shown until the next whole page. */
  blank(): void {
    this.#hasPage = false;
    this.#waiting.clear();
    this.#document()?.documentElement?.replaceChildren();
  }

  /** The node under a point of the page's window, through shadow roots and frames. */
  at(x: number, y: number): { node: number; fx: number; fy: number } | undefined {
    let left = 0;
    let top = 0;
    let root: DocumentOrShadowRoot | null = this.#document();
    let found: Element | null = null;
    while (root !== null) {
      const inner: Element | null = root.elementFromPoint(x - left, y - top);
      if (inner === null || inner === found) break;
      found = inner;
      if (inner.shadowRoot !== null) root = inner.shadowRoot;
      else if (inner.localName === 'iframe') {
        const box = inner.getBoundingClientRect();
        left += box.left + (inner as HTMLElement).clientLeft;
        top += box.top + (inner as HTMLElement).clientTop;
        root = (inner as HTMLIFrameElement).contentDocument;
      } else root = null;
    }
    if (found === null) return undefined;
    const box = found.getBoundingClientRect();
    const part = (at: number, start: number, length: number) =>
      length === 0 ? 0.5 : Math.min(Math.max((at - start) / length, 0), 1);
    return {
      node: Math.max(0, this.#replayer.getMirror().getId(found)),
      fx: part(x - left, box.left, box.width),
      fy: part(y - top, box.top, box.height),
    };
  }

  /** The list under a point with what can be chosen, so that the console can offer it. */
  choices(node: number): { value: string; text: string }[] | undefined {
    const element = this.#replayer.getMirror().getNode(node) as HTMLSelectElement | null;
    if (element?.localName !== 'select') return undefined;
    return [...element.options].map(({ value, text }) => ({ value, text }));
  }

  /** The page as it looks now, with its files inside: a document without scripts, for the history. */
  async still(): Promise<string> {
    const page = this.#document();
    return page === null ? '' : this.#files.still(page);
  }

  get iframe(): HTMLIFrameElement {
    return this.#replayer.iframe;
  }

  #document(): Document | null {
    return this.#replayer.iframe.contentDocument;
  }

  #dom(json: string): void {
    let events: unknown;
    try {
      events = JSON.parse(this.#files.named(json));
    } catch {
      return;
    }
    for (const event of this.#filter(events)) this.#add(event);
  }

  #add(event: DomEvent): void {
    if (event.type === EVENT.full) this.#hasPage = true;
    // A change without the page that it changes: someone else's, or a late one of the page before.
    else if (event.type !== EVENT.meta && !this.#hasPage) return;
    // The two clocks differ; as delay that difference would be seen. The time of arrival is what counts.
    const stamped = { ...event, timestamp: Date.now() } as unknown as Parameters<Replayer['addEvent']>[0];
    try {
      this.#replayer.addEvent(stamped);
    } catch {
      this.#hasPage = false;
      this.#news.broken();
    }
    const { events } = this.#replayer.service.state.context;
    if (events.length > HELD_EVENTS) events.splice(1, events.length - HELD_EVENTS / 2);
  }

  #custom({ tag, payload }: PopoverEvent): void {
    if (tag !== 'popover') return;
    const element = this.#replayer.getMirror().getNode(payload.id) as HTMLElement | null;
    try {
      if (payload.open) element?.showPopover();
      else element?.hidePopover();
    } catch {
      // Open already, or gone.
    }
  }

  #asset(body: Uint8Array): void {
    const { head, bytes } = headOf(body) as { head: { id: number; type: string }; bytes: Uint8Array };
    this.#files.add(assetName(head.id), head.type, bytes);
  }

  #canvas(body: Uint8Array): void {
    const { head, bytes } = headOf(body) as { head: { id: number; width: number; height: number }; bytes: Uint8Array };
    const canvas = this.#replayer.getMirror().getNode(head.id) as HTMLCanvasElement | null;
    if (canvas === null && this.#waiting.size < WAITING_PICTURES) this.#waiting.set(head.id, body);
    if (canvas?.localName !== 'canvas') return;
    this.#files.paint(canvas, bytes, head.width, head.height);
  }
}

interface PopoverEvent {
  tag: string;
  payload: { id: number; open: boolean };
}
