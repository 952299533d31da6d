import { SOURCE } from '../wire/dom-events.ts';
import { safeAttributes } from './attributes.ts';
import { safeCss } from './css.ts';
import { content, type FilterState, isObject, safeNode } from './nodes.ts';

type Data = Record<string, unknown>;
const finite = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const list = (value: unknown): Data[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** Numbers, booleans and nulls of these names; nothing else of the object. */
function plain(data: Data, names: readonly string[]): Data {
  const kept: Data = {};
  for (const name of names) {
    const value = data[name];
    if (finite(value) || typeof value === 'boolean' || value === null) kept[name] = value;
  }
  return kept;
}

const POSITION = ['x', 'y', 'id', 'timeOffset'];
const SIMPLE: Record<number, readonly string[]> = {
  [SOURCE.mouseInteraction]: ['type', 'id', 'x', 'y', 'pointerType'],
  [SOURCE.scroll]: ['id', 'x', 'y'],
  [SOURCE.viewport]: ['width', 'height'],
  [SOURCE.media]: ['type', 'id', 'currentTime', 'volume', 'muted', 'loop', 'playbackRate'],
};

/** One change of the page as it may be shown, or undefined. */
export function safeIncremental(data: Data, state: FilterState): Data | undefined {
  const { source } = data;
  const simple = finite(source) ? SIMPLE[source] : undefined;
  if (simple !== undefined) return { source, ...plain(data, simple) };
  switch (source) {
    case SOURCE.mutation:
      return mutation(data, state);
    case SOURCE.mouseMove:
    case SOURCE.touchMove:
    case SOURCE.drag:
      return { source, positions: list(data.positions).map((position) => plain(position, POSITION)) };
    case SOURCE.input:
      return { source, ...plain(data, ['id', 'isChecked', 'userTriggered']), text: content(data.text, false) };
    case SOURCE.styleSheetRule:
      return rules(data);
    case SOURCE.styleDeclaration:
      return declaration(data);
    case SOURCE.selection:
      return {
        source,
        ranges: list(data.ranges).map((range) => plain(range, ['start', 'startOffset', 'end', 'endOffset'])),
      };
    case SOURCE.adoptedStyleSheet:
      return {
        source,
        ...plain(data, ['id']),
        styleIds: Array.isArray(data.styleIds) ? data.styleIds.filter(finite) : [],
        ...(Array.isArray(data.styles) && {
          styles: list(data.styles).map((style) => ({
            ...plain(style, ['styleId']),
            rules: list(style.rules).map(rule),
          })),
        }),
      };
    case SOURCE.customElement: {
      const name = isObject(data.define) ? data.define.name : undefined;
      return typeof name === 'string' && /^[a-z][a-z0-9._-]*-[a-z0-9._-]*$/.test(name)
        ? { source, define: { name } }
        : undefined;
    }
    default:
      return undefined;
  }
}

function mutation(data: Data, state: FilterState): Data {
  return {
    source: SOURCE.mutation,
    texts: list(data.texts).map(({ id, value }) => ({
      id,
      value: value === null ? null : content(value, state.styles.has(id as number)),
    })),
    attributes: list(data.attributes).map(({ id, attributes, tag }) => ({
      id,
      // The element's kind is not known here, so each address is judged by the strictest rule.
      attributes: safeAttributes(typeof tag === 'string' ? tag : '*', isObject(attributes) ? attributes : {}),
    })),
    removes: list(data.removes).map((remove) => ({
      ...plain(remove, ['parentId', 'id']),
      ...(remove.isShadow === true && { isShadow: true }),
    })),
    adds: list(data.adds).flatMap((add) => {
      const node = safeNode(add.node, state, state.styles.has(add.parentId as number));
      return node === undefined ? [] : [{ ...plain(add, ['parentId', 'nextId', 'previousId']), node }];
    }),
    ...(data.isAttachIframe === true && { isAttachIframe: true }),
  };
}

function rule(from: Data): Data {
  const { index } = from;
  const path = Array.isArray(index) ? index.filter(finite) : finite(index) ? index : undefined;
  return { rule: typeof from.rule === 'string' ? safeCss(from.rule) : '', ...(path !== undefined && { index: path }) };
}

function rules(data: Data): Data {
  return {
    source: SOURCE.styleSheetRule,
    ...plain(data, ['id', 'styleId']),
    ...(Array.isArray(data.adds) && {
      adds: list(data.adds)
        .map(rule)
        .filter((add) => add.rule !== ''),
    }),
    ...(Array.isArray(data.removes) && { removes: list(data.removes).map(({ index }) => ({ index })) }),
    ...(typeof data.replace === 'string' && { replaceSync: safeCss(data.replace) }),
    ...(typeof data.replaceSync === 'string' && { replaceSync: safeCss(data.replaceSync) }),
  };
}

const PROPERTY = /^-{0,2}[a-z][\w-]*$/i;

function declaration(data: Data): Data | undefined {
  const { set, remove, index } = data;
  const base = {
    source: SOURCE.styleDeclaration,
    ...plain(data, ['id', 'styleId']),
    index: Array.isArray(index) ? index.filter(finite) : [],
  };
  if (isObject(set) && typeof set.property === 'string' && PROPERTY.test(set.property))
    return {
      ...base,
      set: {
        property: set.property,
        value: typeof set.value === 'string' ? safeCss(set.value) : null,
        ...(set.priority === 'important' && { priority: 'important' }),
      },
    };
  if (isObject(remove) && typeof remove.property === 'string' && PROPERTY.test(remove.property))
    return { ...base, remove: { property: remove.property } };
  return undefined;
}

/** Our own events inside the stream, so that they keep their place: a popover that opened or closed. */
export function safeCustom(data: Data): Data | undefined {
  const payload = data.payload;
  if (data.tag !== 'popover' || !isObject(payload) || !finite(payload.id)) return undefined;
  return { tag: 'popover', payload: { id: payload.id, open: payload.open === true } };
}
