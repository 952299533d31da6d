import { record } from '@rrweb/record';
import type { DomNode } from '../wire/dom-events.ts';
import { letGo, SLICE_MS } from './slices.ts';

/** So many elements are walked in one piece in less than a slice or two. */
const LARGE = 1_500;
/** At most so many elements are walked between two looks at the clock. */
const PIECE = 40;
/** What may change without a mutation, or whose walk does more than look: left for the last piece. */
const LIVE =
  'input,textarea,select,option,iframe,frame,object,embed,link,style,script,canvas,audio,video,dialog,:popover-open,:not(:defined)';

/** Added to the recorder underneath by build/lean-recorder.mjs. */
const walker = record as typeof record & {
  /** Walks a part as the whole page is walked. */
  piece(part: Node): DomNode | null;
  /** Parts with all below them that are not walked again. */
  kept?: Map<Node, DomNode | null>;
};

export interface Walk {
  /** Selector of what is not recorded. */
  readonly hide: string;
  readonly signal: AbortSignal;
  /** Documents and shadow roots as they are now. */
  readonly roots: () => Iterable<Document | ShadowRoot>;
  /** Walks the page in one piece. */
  readonly take: () => void;
}

/**
 * Walks most of a large page in slices before it is taken. What changes meanwhile is forgotten with all around it, so the piece at the end
 * is the page of that moment; it takes what is left, the more the more has changed. A small page is taken at once.
 */
export async function walkAhead({ hide, signal, roots, take }: Walk): Promise<void> {
  const { body } = document;
  if (signal.aborted) return;
  if (body === null || document.getElementsByTagName('*').length < LARGE) return take();
  const kept = new Map<Node, DomNode | null>();
  const live = `${LIVE},${hide}`;
  const forget = (node: Node) => {
    for (let at: Node | null = node; at !== null; at = at.parentNode) kept.delete(at);
  };
  const forgetBelow = (node: Node) => {
    kept.delete(node);
    for (const child of node.childNodes) forgetBelow(child);
  };
  const changed = (records: readonly MutationRecord[]) => {
    for (const { target, addedNodes, removedNodes } of records) {
      forget(target);
      // What was outside of the page was not watched.
      for (const nodes of [addedNodes, removedNodes]) for (const node of nodes) forgetBelow(node);
    }
  };
  const observer = new MutationObserver(changed);
  observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  const scrolled = ({ target }: Event) => forget(target as Node);
  document.addEventListener('scroll', scrolled, true);
  try {
    walker.kept = kept;
    // What led here had its own work to do.
    await letGo();
    if (signal.aborted) return;
    try {
      let begun = performance.now();
      for (const _ of settle(body, live, kept)) {
        if (performance.now() - begun < SLICE_MS) continue;
        await letGo();
        if (signal.aborted) return;
        begun = performance.now();
      }
    } catch {
      // Then it is taken in one piece.
      kept.clear();
    }
    changed(observer.takeRecords());
    // What is hidden since, and shadow roots that came since: neither need be a mutation.
    for (const element of document.querySelectorAll(hide)) forget(element);
    for (const root of roots()) if (root instanceof ShadowRoot) forget(root.host);
    take();
  } finally {
    observer.disconnect();
    document.removeEventListener('scroll', scrolled, true);
    if (walker.kept === kept) delete walker.kept;
  }
}

/** Keeps a part, or what of it can be kept; it may be let go at each yield. */
function* settle(part: Element, live: string, kept: Map<Node, DomNode | null>): Generator<void> {
  const all = part.getElementsByTagName('*');
  if (all.length <= PIECE) {
    if (!part.matches(live) && part.querySelector(live) === null && !hasShadow(part, all))
      kept.set(part, walker.piece(part));
    yield;
    return;
  }
  for (const child of [...part.childNodes]) {
    if (child.parentNode !== part) continue;
    if (child.nodeType === 1) yield* settle(child as Element, live, kept);
    else kept.set(child, walker.piece(child));
    yield;
  }
  if (part.shadowRoot || part.matches(live)) return;
  for (const child of part.childNodes) if (!kept.has(child)) return;
  kept.set(part, walker.piece(part));
}

function hasShadow(part: Element, all: HTMLCollectionOf<Element>): boolean {
  if (part.shadowRoot !== null) return true;
  for (let at = 0; at < all.length; at += 1) if (all[at]!.shadowRoot !== null) return true;
  return false;
}
