import { COBROWSE_LIMITS } from '@alongside/protocol/constants';
import { toText, toBytes } from '../wire/binary.ts';
import { type DomEvent, EVENT } from '../wire/dom-events.ts';
import { safeCustom, safeIncremental } from './events.ts';
import { type FilterState, isObject, safeNode } from './nodes.ts';

/**
 * The allow-list for a page's DOM stream, which is an attacker's input: only known events, elements, attributes and
 * addresses pass; nothing that passes can run a script or fetch anything. No DOM is needed, so the relay runs it too.
 * One filter serves one stream, in order, because text added to a style element is read as style.
 *
 * @returns the events that may be shown; anything else is left out
 */
export function createFilter(): (events: unknown) => DomEvent[] {
  const state: FilterState = { styles: new Set(), nodes: 0 };
  return (events) => {
    if (!Array.isArray(events)) return [];
    const kept: DomEvent[] = [];
    for (const event of events) {
      const clean = safeEvent(event, state);
      if (clean !== undefined) kept.push(clean);
    }
    return kept;
  };
}

/** The same over the body of a binary `dom` message. @returns undefined when it holds nothing that may pass */
export function createByteFilter(): (body: Uint8Array) => Uint8Array | undefined {
  const filter = createFilter();
  return (body) => {
    if (body.length > COBROWSE_LIMITS.messageBytes) return undefined;
    try {
      const kept = filter(JSON.parse(toText(body)));
      return kept.length === 0 ? undefined : toBytes(JSON.stringify(kept));
    } catch {
      return undefined;
    }
  };
}

function safeEvent(event: unknown, state: FilterState): DomEvent | undefined {
  if (!isObject(event) || !isObject(event.data)) return undefined;
  const { type, data } = event;
  switch (type) {
    case EVENT.meta:
      return { type, data: { href: 'about:blank', width: size(data.width), height: size(data.height) } };
    case EVENT.full: {
      state.styles.clear();
      state.nodes = 0;
      const node = safeNode(data.node, state);
      const offset = isObject(data.initialOffset) ? data.initialOffset : {};
      if (node === undefined || node.type !== 0) return undefined;
      return { type, data: { node, initialOffset: { top: number(offset.top), left: number(offset.left) } } };
    }
    case EVENT.incremental: {
      state.nodes = 0;
      const clean = safeIncremental(data, state);
      return clean === undefined ? undefined : { type, data: clean };
    }
    case EVENT.custom: {
      const clean = safeCustom(data);
      return clean === undefined ? undefined : { type, data: clean };
    }
    default:
      return undefined;
  }
}

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const size = (value: unknown): number => Math.min(Math.max(Math.round(number(value)), 1), 32_768);
