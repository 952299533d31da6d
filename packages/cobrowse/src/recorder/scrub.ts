import { type Attributes, assetName, type DomEvent, type DomNode, EVENT, NODE, SOURCE } from '../wire/dom-events.ts';
import type { Guard } from './guard.ts';
import { DOTS, elementOf, type Mask, type Masking } from './masking.ts';
import { OWN_UI } from './policy.ts';

/** What the scrubber needs to know of the page. */
export interface Page {
  readonly masking: Masking;
  readonly guard: Guard;
  /** The live node of an id in the stream. */
  nodeOf(id: number): Node | null;
  /** A number for a file of the page, which is then sent beside the stream. */
  assetOf(url: string, kind: 'element' | 'style'): number;
  /** Names of `data-` attributes that the page's styles look at; others stay at home. */
  isStyled(name: string): boolean;
  /** An element's mask is not what it was when its contents were sent. */
  changed(element: Element): void;
}

const DROPPED =
  /^(?:on.*|srcdoc|nonce|integrity|action|formaction|ping|download|cite|data|srcset|sizes|imagesrcset|imagesizes|content|rr_src|http-equiv|longdesc|usemap|manifest|codebase|archive|profile|itemid|autofocus|allow|csp|referrerpolicy|crossorigin)$/i;
/** Attributes that speak: in a masked element they go. */
const SPEAKING =
  /^(?:title|alt|placeholder|label|value|checked|selected|href|xlink:href|src|poster|background|content|datetime|d|points|summary|abbr|name|aria-(?:label|description|valuetext|valuenow|valuemin|valuemax|placeholder|roledescription|details|errormessage|braille\w+)|data-.*|rr_dataURL|min|max|pattern|list)$/i;
const masks = new WeakMap<Element, Mask>();
/** Texts and attributes that held a masked value, and as what they were sent: the guard forgets old values, an echo may stand longer. */
const echoes = new WeakMap<Node, Record<string, { readonly words: string; readonly sent: string }>>();

export const isMasked = (mask: Mask): boolean => mask !== 'open';

/** Masks, trims and guards what is about to be sent. One object per page and policy. */
export class Scrubber {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  /** One element's or text's own data, its children left as they are. @returns the mask that its children inherit */
  node(node: DomNode, inherited: Mask): Mask {
    const live = this.#page.nodeOf(node.id);
    if (node.type === NODE.element) return this.#element(node, live as Element | null, inherited);
    if (node.type === NODE.text || node.type === NODE.cdata) this.#text(node, live, inherited);
    // The document of a frame inherits what its frame is.
    return inherited;
  }

  /** A node with everything below it. */
  tree(node: DomNode, inherited: Mask): void {
    const mask = this.node(node, inherited);
    if (node.childNodes === undefined) return;
    node.childNodes = node.childNodes.filter(({ type }) => type !== NODE.comment);
    for (const child of node.childNodes) this.tree(child, mask);
  }

  /** Anything but a full snapshot, in place. @returns undefined when it must not be sent */
  event(event: DomEvent): DomEvent | undefined {
    const { data } = event;
    delete event.timestamp;
    if (event.type === EVENT.meta) {
      data.href = '';
      return event;
    }
    if (event.type === EVENT.custom) return event;
    if (event.type !== EVENT.incremental) return undefined;
    const kept = this.#incremental(data);
    if (!kept) return undefined;
    this.#page.guard.clean(data);
    return event;
  }

  /** Finds the masked fields before a whole page is written, so that an echo that stands before its field is caught. */
  survey(roots: Iterable<ParentNode>): void {
    for (const root of roots)
      for (const field of root.querySelectorAll('input,textarea,[contenteditable],.assist-no-show,[data-assist-mask]'))
        if (this.#page.masking.of(field) === 'hard') this.#page.guard.watch(field);
    this.#page.guard.refresh();
  }

  #incremental(data: Record<string, unknown>): boolean {
    switch (data.source) {
      case SOURCE.mutation:
        this.#mutation(data as unknown as Mutation);
        return true;
      case SOURCE.input:
        this.#input(data);
        return true;
      case SOURCE.selection:
        return (data.ranges as { start: number; end: number }[]).every(
          ({ start, end }) => !isMasked(this.#maskOf(start)) && !isMasked(this.#maskOf(end)),
        );
      case SOURCE.styleSheetRule:
        for (const add of (data.adds as { rule: string }[] | undefined) ?? []) add.rule = this.#css(add.rule);
        for (const name of ['replace', 'replaceSync'])
          if (typeof data[name] === 'string') data[name] = this.#css(data[name]);
        return true;
      case SOURCE.styleDeclaration: {
        const set = data.set as { value?: string | null } | undefined;
        if (typeof set?.value === 'string') set.value = this.#css(set.value);
        return true;
      }
      case SOURCE.adoptedStyleSheet:
        for (const style of (data.styles as { rules: { rule: string }[] }[] | undefined) ?? [])
          for (const rule of style.rules) rule.rule = this.#css(rule.rule);
        return true;
      // Pictures of canvases and files of fonts go by their own road.
      case 9:
      case 10:
      case 11:
        return false;
      default:
        return true;
    }
  }

  #mutation(data: Mutation): void {
    data.adds = data.adds.filter(({ node }) => node.type !== NODE.comment);
    for (const { parentId, node } of data.adds) this.tree(node, this.#maskOf(parentId));
    for (const text of data.texts) {
      const live = this.#page.nodeOf(text.id);
      const element = live === null ? null : elementOf(live);
      const mask = live === null ? 'hard' : this.#page.masking.of(live);
      if (element?.localName === 'style') text.value = this.#css(text.value ?? '');
      else if (isMasked(mask)) text.value = text.value?.trim() ? DOTS : text.value;
      else if (live !== null && text.value !== null) text.value = this.#echo(live, text.value);
      if (mask === 'hard' && element !== null) this.#page.guard.watch(element);
    }
    for (const change of data.attributes) {
      const live = this.#page.nodeOf(change.id) as Element | null;
      if (live === null) {
        change.attributes = {};
        continue;
      }
      const mask = this.#page.masking.of(live);
      if ((masks.get(live) ?? mask) !== mask) this.#page.changed(live);
      masks.set(live, mask);
      this.#attributes(live.localName, change.attributes, mask, live);
    }
  }

  #input(data: Record<string, unknown>): void {
    const live = this.#page.nodeOf(data.id as number) as Element | null;
    const mask = live === null ? 'hard' : this.#page.masking.of(live);
    if (!isMasked(mask)) {
      data.text = this.#echo(live, String(data.text), 'value');
      return;
    }
    if (live !== null && mask === 'hard') this.#page.guard.watch(live);
    data.text = data.text ? DOTS : '';
    data.isChecked = false;
  }

  #element(node: DomNode, live: Element | null, inherited: Mask): Mask {
    const tag = (node.tagName ?? '').toLowerCase();
    const attributes = node.attributes ?? {};
    node.attributes = attributes;
    // A node that has gone since is masked: nobody can say any more what it was.
    const mask = live?.nodeType === 1 ? this.#page.masking.own(live, inherited) : 'hard';
    if (live?.nodeType === 1) {
      masks.set(live, mask);
      if (mask === 'hard' && isField(live)) this.#page.guard.watch(live);
      if (live.matches(OWN_UI)) {
        node.attributes = { 'al-ui': '' };
        node.childNodes = [];
        return mask;
      }
      if (isForeignFrame(tag, live)) boxInstead(node, live, 'foreign');
      else if (node.needBlock === true) node.attributes = { ...attributes, 'al-box': 'hidden' };
      else if (mask !== 'open' && /^(?:img|picture|video|audio|canvas|object|embed|image)$/.test(tag))
        boxInstead(node, live, 'masked');
      else if (tag === 'canvas') sizeOf(node.attributes, live);
    }
    this.#attributes(tag, node.attributes, mask, live);
    return mask;
  }

  #text(node: DomNode, live: Node | null, inherited: Mask): void {
    const words = node.textContent ?? '';
    const element = live === null ? null : elementOf(live);
    if (element?.localName === 'style' || node.isStyle === true) {
      node.textContent = this.#css(words);
      return;
    }
    if (words.trim() === '') return;
    // Text that changed since the snapshot was taken is on its way in an event of its own, judged at its own moment.
    const stale = live === null || live.nodeType !== 3 || (live as Text).data.trim() !== words.trim();
    if (isMasked(inherited) || stale) node.textContent = DOTS;
    else node.textContent = this.#echo(live, words);
    if (inherited === 'hard' && element !== null) this.#page.guard.watch(element);
  }

  /** @param where the attribute; '' for the text itself */
  #echo(live: Node | null, words: string, where = ''): string {
    const sent = this.#page.guard.text(words);
    if (live === null) return sent;
    const held = echoes.get(live) ?? {};
    if (sent !== words) echoes.set(live, { ...held, [where]: { words, sent } });
    return sent === words && held[where]?.words === words ? held[where].sent : sent;
  }

  #attributes(tag: string, attributes: Attributes, mask: Mask, live: Element | null): void {
    for (const [name, value] of Object.entries(attributes)) {
      const next = this.#attribute(tag, name, value, mask, live);
      if (next === undefined) delete attributes[name];
      else attributes[name] = next;
    }
  }

  #attribute(tag: string, name: string, value: unknown, mask: Mask, live: Element | null): unknown {
    if (DROPPED.test(name)) return undefined;
    if (value === null || typeof value === 'number' || typeof value === 'boolean')
      return isMasked(mask) && SPEAKING.test(name) && value !== null ? undefined : value;
    if (name === 'style' && typeof value === 'object') {
      const style = value as Record<string, unknown>;
      for (const [property, set] of Object.entries(style)) {
        if (typeof set === 'string') style[property] = this.#css(set);
        else if (Array.isArray(set)) style[property] = [this.#css(String(set[0])), set[1]];
      }
      return style;
    }
    if (typeof value !== 'string') return undefined;
    const lower = name.toLowerCase();
    if (lower === 'value' && live !== null && isField(live))
      return this.#fieldValue(live as HTMLInputElement, value, mask);
    if (isMasked(mask) && SPEAKING.test(lower)) return undefined;
    if (lower.startsWith('data-') && !this.#page.isStyled(lower)) return undefined;
    if (lower === 'href' || lower === 'xlink:href') return this.#link(tag, value, live);
    if (lower === 'src' || lower === 'poster' || lower === 'background') return this.#file(tag, lower, value, live);
    if (lower === 'style' || lower === '_csstext') return this.#css(value);
    return this.#echo(live, value, lower);
  }

  #fieldValue(field: HTMLInputElement, value: string, mask: Mask): string | undefined {
    if (field.type === 'hidden' || field.type === 'file') return undefined;
    if (!isMasked(mask)) return this.#echo(field, value, 'value');
    if (field.localName === 'select' || /^(?:range|color|date|month|week|time|datetime-local|number)$/.test(field.type))
      return '';
    return value === '' ? '' : DOTS;
  }

  #link(tag: string, value: string, live: Element | null): string | undefined {
    if (tag === 'a' || tag === 'area') return '#';
    if (value.startsWith('#')) return value;
    return tag === 'image' || tag === 'feimage' ? this.#file(tag, 'src', value, live) : undefined;
  }

  #file(tag: string, name: string, value: string, live: Element | null): string | undefined {
    if (/^(?:iframe|frame|embed|script|audio|source|track)$/.test(tag) || (tag === 'video' && name === 'src'))
      return undefined;
    const current = (live as HTMLImageElement | null)?.currentSrc;
    const url = tag === 'img' && current ? current : value;
    return this.#asset(url, 'element');
  }

  #css(text: string): string {
    const guarded = this.#page.guard.text(text);
    if (!guarded.includes('url(')) return guarded;
    return guarded.replace(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*?))\s*\)/gi, (whole, double, single, bare) => {
      const url = (double ?? single ?? bare ?? '') as string;
      if (url === '' || url.startsWith('#')) return whole;
      const name = this.#asset(url, 'style');
      return name === undefined ? 'url("data:,")' : `url("${name}")`;
    });
  }

  #asset(url: string, kind: 'element' | 'style'): string | undefined {
    if (/^data:(?:image|font)\//i.test(url) && url.length < 8_192) return url;
    try {
      return assetName(this.#page.assetOf(new URL(url, document.baseURI).href, kind));
    } catch {
      return undefined;
    }
  }

  #maskOf(id: number): Mask {
    const live = this.#page.nodeOf(id);
    return live === null ? 'hard' : this.#page.masking.of(live);
  }
}

interface Mutation {
  adds: { parentId: number; node: DomNode }[];
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: Attributes }[];
}

export function isField(element: Element): boolean {
  return /^(?:input|textarea|select)$/.test(element.localName) || (element as HTMLElement).isContentEditable === true;
}

function isForeignFrame(tag: string, live: Element): boolean {
  if (tag === 'object' || tag === 'embed') return true;
  if (tag !== 'iframe' && tag !== 'frame') return false;
  try {
    return (live as HTMLIFrameElement).contentDocument === null;
  } catch {
    return true;
  }
}

/** Without scripts a canvas has no size of its own; its first picture comes later than clicks beside it may. */
function sizeOf(attributes: Attributes, canvas: Element): void {
  const { width, height } = getComputedStyle(canvas);
  if (width.endsWith('px')) attributes.rr_width = width;
  if (height.endsWith('px')) attributes.rr_height = height;
}

/** A box of the same size in place of what is not shown. */
function boxInstead(node: DomNode, live: Element, why: string): void {
  const { width, height } = live.getBoundingClientRect();
  const { class: classes, style, id } = node.attributes ?? {};
  if (node.tagName !== 'canvas') node.tagName = 'div';
  node.childNodes = [];
  node.attributes = {
    'al-box': why,
    rr_width: `${width}px`,
    rr_height: `${height}px`,
    ...(classes !== undefined && { class: classes }),
    ...(style !== undefined && { style }),
    ...(id !== undefined && { id }),
  };
}
