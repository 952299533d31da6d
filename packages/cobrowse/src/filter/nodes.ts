import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { type DomNode, NODE } from '../wire/dom-events.ts';
import { safeAttributes } from './attributes.ts';
import { safeCss } from './css.ts';

/** Elements that load, run or navigate; they become empty boxes. */
const BOXED =
  /^(?:script|noscript|object|embed|applet|portal|fencedframe|frame|frameset|base|meta|template|animate|animatetransform|animatemotion|set|handler|listener)$/;
const NAME = /^[a-z][\w.:-]{0,63}$/i;

/** What the filter remembers between events: which nodes are style, so that text added to them is read as style. */
export interface FilterState {
  readonly styles: Set<number>;
  nodes: number;
}

const isId = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

/** The node as it may be shown, or undefined when it may not. */
export function safeNode(node: unknown, state: FilterState, inStyle = false, depth = 0): DomNode | undefined {
  if (typeof node !== 'object' || node === null || depth > COBROWSE_LIMITS.depth) return undefined;
  state.nodes += 1;
  if (state.nodes > COBROWSE_LIMITS.nodes) return undefined;
  const { type, id, rootId } = node as DomNode;
  if (!isId(id)) return undefined;
  const base = { type, id, ...(isId(rootId) && { rootId }) };
  const from = node as DomNode;
  switch (type) {
    case NODE.document:
      return {
        ...base,
        childNodes: children(from, state, false, depth),
        ...(typeof from.compatMode === 'string' && { compatMode: from.compatMode.slice(0, 16) }),
      };
    case NODE.doctype:
      return { ...base, name: 'html', publicId: text(from.publicId, 128), systemId: text(from.systemId, 128) };
    case NODE.element:
      return element(from, base, state, depth);
    case NODE.text:
      // A style's text may change later; it stays style then.
      if (inStyle || from.isStyle === true) state.styles.add(id);
      return {
        ...base,
        ...flags(from),
        textContent: content(from.textContent, inStyle || from.isStyle === true),
        ...(from.isStyle === true && { isStyle: true }),
      };
    default:
      return undefined;
  }
}

function element(from: DomNode, base: { type: number; id: number }, state: FilterState, depth: number): DomNode {
  const told = typeof from.tagName === 'string' && NAME.test(from.tagName) ? from.tagName : 'div';
  const lower = told.toLowerCase();
  const boxed = BOXED.test(lower);
  const tagName = boxed ? 'noscript' : told;
  const isStyle = lower === 'style';
  if (isStyle) state.styles.add(base.id);
  const attributes = boxed ? {} : safeAttributes(lower, isObject(from.attributes) ? from.attributes : {});
  if (lower === 'link') attributes.rel = 'stylesheet';
  return {
    ...base,
    tagName,
    attributes,
    childNodes: boxed ? [] : children(from, state, isStyle, depth),
    ...flags(from),
    ...(from.needBlock === true && { needBlock: true }),
    ...(from.isCustom === true && lower.includes('-') && { isCustom: true }),
  };
}

function children(from: DomNode, state: FilterState, inStyle: boolean, depth: number): DomNode[] {
  if (!Array.isArray(from.childNodes)) return [];
  return from.childNodes
    .map((child) => safeNode(child, state, inStyle, depth + 1))
    .filter((child) => child !== undefined);
}

const flags = (from: DomNode) => ({
  ...(from.isSVG === true && { isSVG: true as const }),
  ...(from.isShadow === true && { isShadow: true as const }),
  ...(from.isShadowHost === true && { isShadowHost: true as const }),
});

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown, limit: number) => (typeof value === 'string' ? value.slice(0, limit) : '');
export const content = (value: unknown, inStyle: boolean): string =>
  typeof value !== 'string' ? '' : inStyle ? safeCss(value) : value;
