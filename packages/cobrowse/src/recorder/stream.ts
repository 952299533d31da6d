import { COBROWSE_KINDS } from '@alongside/protocol/constants';
import { record } from '@rrweb/record';
import { type DomEvent, type DomNode, EVENT, SOURCE } from '../wire/dom-events.ts';
import type { Transport } from '../wire/transport.ts';
import { Assets } from './assets.ts';
import { watchCanvases } from './canvases.ts';
import type { Guard } from './guard.ts';
import { createMasking, DOTS, type Masking } from './masking.ts';
import { OWN_UI, type PagePolicy } from './policy.ts';
import { rootsOf } from './roots.ts';
import { isField, isMasked, Scrubber } from './scrub.ts';
import { Sender } from './sender.ts';
import { SLICE_MS } from './slices.ts';
import { snapshotPieces } from './snapshot-pieces.ts';
import { walkAhead } from './walk.ts';

/** What the page sends, once the customer has agreed. Made new for each page, policy and consent. */
export class Stream {
  readonly masking: Masking;
  readonly #sender: Sender;
  readonly #guard: Guard;
  readonly #scrubber: Scrubber;
  readonly #assets: Assets;
  readonly #canvases: ReturnType<typeof watchCanvases>;
  readonly #stopRecord: (() => void) | undefined;
  readonly #styled = new Set<string>();
  readonly #changed = new Set<Element>();
  readonly #stop = new AbortController();
  #meta: DomEvent | undefined;
  #held: string[] = [];
  #to = 0;
  #started = false;
  /** Whole pages that are wished for; the first is being walked. */
  readonly #wishes: (() => void)[] = [];
  readonly #hide: string;
  #roots: (Document | ShadowRoot)[] | undefined;
  #rootsAt = 0;
  #rootsMayDiffer = false;
  /** A large page is being taken, in one go. */
  #taking = false;

  constructor(options: { policy: PagePolicy; guard: Guard; transport: () => Transport | undefined }) {
    const { policy, guard, transport } = options;
    this.#guard = guard;
    this.#hide = policy.hide;
    this.masking = createMasking(policy);
    this.#sender = new Sender(transport);
    this.#assets = new Assets((bytes, to) => this.#sender.send({ kind: COBROWSE_KINDS.asset, to, bytes }));
    this.#scrubber = new Scrubber({
      masking: this.masking,
      guard,
      nodeOf: (id) => this.nodeOf(id),
      assetOf: (url, kind) => this.#assets.idOf(url, kind),
      isStyled: (name) => this.#styled.has(name),
      changed: (element) => this.#changed.add(element),
    });
    this.#findStyledNames();
    const settings: Parameters<typeof record>[0] & { begin(take: () => void): void } = {
      begin: (take) => this.#wish(take),
      emit: (event) => this.#take(event as unknown as DomEvent),
      blockSelector: policy.hide,
      blockClass: 'al-never',
      ignoreClass: 'al-never',
      maskTextClass: 'al-never',
      maskInputOptions: { password: true },
      slimDOMOptions: {
        script: true,
        comment: true,
        headFavicon: true,
        // Else the text of a style counts as empty and is forgotten, and a style that is rewritten keeps its rules.
        headWhitespace: false,
        headMetaDescKeywords: true,
        headMetaSocial: true,
        headMetaRobots: true,
        headMetaHttpEquiv: true,
        headMetaAuthorship: true,
        headMetaVerification: true,
      },
      sampling: { mousemove: 50, scroll: 60 },
      recordCanvas: false,
      collectFonts: false,
      inlineImages: false,
      recordCrossOriginIframes: false,
      // Of the recorder's own failures the page must not hear.
      errorHandler: () => true,
    };
    this.#stopRecord = record(settings);
    this.#canvases = watchCanvases({
      idOf: (node) => record.mirror.getId(node),
      isShown: (canvas) => !isMasked(this.masking.of(canvas)) && canvas.closest(policy.hide) === null,
      send: (bytes) => this.#sender.send({ kind: COBROWSE_KINDS.canvas, to: 0, bytes }),
      roots: () => this.#allRoots(),
    });
    const { signal } = this.#stop;
    addEventListener('toggle', (event) => this.#toggled(event), { capture: true, signal });
    addEventListener('change', (event) => this.#keep(event), { capture: true, signal });
  }

  nodeOf(id: number): Node | null {
    return record.mirror.getNode(id);
  }

  idOf(node: Node): number {
    return record.mirror.getId(node);
  }

  /** The whole page to one viewer; who already watches sees no flicker. */
  snapshot(to: number): void {
    // The first is for everyone.
    if (!this.#started) return;
    this.#wish(() => {
      this.#to = to;
      this.#freshRoots();
      this.#findStyledNames();
      try {
        record.takeFullSnapshot();
      } finally {
        this.#to = 0;
      }
      this.#assets.resend(to);
      this.#canvases.again();
    });
  }

  #wish(take: () => void): void {
    this.#wishes.push(take);
    if (this.#wishes.length === 1) void this.#walk();
  }

  async #walk(): Promise<void> {
    const { signal } = this.#stop;
    for (let take = this.#wishes[0]; take !== undefined; take = this.#wishes[0]) {
      // Of the recorder's own failures the page must not hear.
      await walkAhead({ hide: this.#hide, signal, roots: () => this.#rootsOfTaking(), take }).catch(() => undefined);
      this.#taking = false;
      this.#wishes.shift();
    }
  }

  get figures(): { bytes: number; longestSlice: number; refused: number } {
    return { bytes: this.#sender.bytes, longestSlice: this.#sender.longestSlice, refused: this.#guard.refused };
  }

  stop(): void {
    this.#sender.stop();
    this.#stop.abort();
    this.#canvases.stop();
    this.#assets.stop();
    this.#stopRecord?.();
  }

  #take(event: DomEvent): void {
    if (event.type === EVENT.meta) {
      this.#meta = event;
      return;
    }
    this.#guard.refresh();
    if (event.type === EVENT.full) {
      this.#flush();
      // The first page may come long after the stream was made.
      this.#scrubber.survey(this.#freshRoots());
      this.#started = true;
      const to = this.#to;
      const full = event.data as unknown as { node: DomNode; initialOffset: unknown };
      const meta = (this.#meta?.data ?? {}) as { width: unknown; height: unknown };
      const after = this.#openPopovers();
      this.#sender.send({
        kind: COBROWSE_KINDS.dom,
        to,
        apart: this.#taking,
        pieces: () => snapshotPieces(this.#scrubber, this.masking.root, meta, full, after),
      });
      return;
    }
    if (!this.#started) return;
    if ((event.data.adds as unknown[] | undefined)?.length) this.#rootsMayDiffer = true;
    const clean = this.#scrubber.event(event);
    if (clean !== undefined) this.#hold(JSON.stringify(clean));
    if (this.#changed.size > 0) this.#remask();
  }

  /** Events of one task go out together at its end. */
  #hold(json: string): void {
    this.#held.push(json);
    if (this.#held.length === 1) queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    if (this.#held.length === 0) return;
    this.#sender.dom(`[${this.#held.join(',')}]`);
    this.#held = [];
  }

  /** An element that is masked from now on, or no longer: what the agent has of it is replaced. */
  #remask(): void {
    const texts: { id: number; value: string }[] = [];
    const inputs: object[] = [];
    for (const top of this.#changed)
      for (const node of nodesBelow(top)) {
        const id = this.idOf(node);
        if (id < 1) continue;
        const mask = this.masking.of(node);
        if (node.nodeType === 3) {
          const words = (node as Text).data;
          if (words.trim() !== '') texts.push({ id, value: isMasked(mask) ? DOTS : this.#guard.text(words) });
        } else if (isField(node as Element) && 'value' in node) {
          const field = node as HTMLInputElement;
          if (mask === 'hard') this.#guard.watch(field);
          inputs.push({
            source: SOURCE.input,
            id,
            text: isMasked(mask) ? (field.value === '' ? '' : DOTS) : this.#guard.text(field.value),
            isChecked: !isMasked(mask) && field.checked === true,
          });
        }
      }
    this.#changed.clear();
    const data = { source: SOURCE.mutation, texts, attributes: [], removes: [], adds: [] };
    if (texts.length > 0) this.#hold(JSON.stringify({ type: EVENT.incremental, data }));
    for (const input of inputs) this.#hold(JSON.stringify({ type: EVENT.incremental, data: input }));
  }

  #toggled(event: Event): void {
    const target = event.composedPath()[0] as HTMLElement;
    if (!target.popover || target.matches?.(OWN_UI)) return;
    const open = (event as ToggleEvent).newState === 'open';
    const id = this.idOf(target);
    if (id > 0) this.#hold(JSON.stringify(popover(id, open)));
  }

  #openPopovers(): string {
    return [...document.querySelectorAll(':popover-open')]
      .filter((element) => !element.matches(OWN_UI))
      .map((element) => `,${JSON.stringify(popover(this.idOf(element), true))}`)
      .join('');
  }

  #keep(event: Event): void {
    const target = event.composedPath()[0];
    if (target instanceof Element && isField(target) && this.masking.of(target) === 'hard') this.#guard.keep(target);
  }

  /** Found by looking at every element, so they are kept until something was added, and then for a second more. */
  #allRoots(): readonly (Document | ShadowRoot)[] {
    if (this.#roots === undefined || (this.#rootsMayDiffer && performance.now() - this.#rootsAt > 1_000)) {
      this.#roots = rootsOf(document);
      this.#rootsAt = performance.now();
      this.#rootsMayDiffer = false;
    }
    return this.#roots;
  }

  /** As they are now: found once for all that is done in one go. */
  #freshRoots(): readonly (Document | ShadowRoot)[] {
    if (!this.#taking && performance.now() - this.#rootsAt > SLICE_MS) this.#roots = undefined;
    return this.#allRoots();
  }

  /** As they are now, and until the page is taken: no other code runs between. */
  #rootsOfTaking(): readonly (Document | ShadowRoot)[] {
    const roots = this.#freshRoots();
    this.#taking = true;
    return roots;
  }

  /** The `data-` names that style rules of the page ask for. */
  #findStyledNames(): void {
    for (const root of this.#allRoots()) {
      const sheets = [...root.styleSheets, ...root.adoptedStyleSheets];
      for (const sheet of sheets) namesIn(sheet, this.#styled);
    }
  }
}

const popover = (id: number, open: boolean): DomEvent => ({
  type: EVENT.custom,
  data: { tag: 'popover', payload: { id, open } },
});

function namesIn(sheet: CSSStyleSheet | CSSGroupingRule, names: Set<string>): void {
  try {
    for (const rule of sheet.cssRules) {
      if ('selectorText' in rule)
        for (const [, name] of String(rule.selectorText).matchAll(/\[\s*(data-[\w-]+)/g)) names.add(name!);
      if ('cssRules' in rule) namesIn(rule as CSSGroupingRule, names);
    }
  } catch {
    // Another site's sheet may not be read.
  }
}

function* nodesBelow(top: Node): Generator<Node> {
  yield top;
  for (const child of top.childNodes) yield* nodesBelow(child);
  const shadow = (top as Element).shadowRoot;
  if (shadow) for (const child of shadow.childNodes) yield* nodesBelow(child);
}
