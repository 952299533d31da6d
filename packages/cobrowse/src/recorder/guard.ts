import { DOTS } from './masking.ts';

/** Keys of the stream that name things rather than hold the page's words. */
const STRUCTURE = new Set(['tagName', 'd', 'points', 'transform', 'type', 'property']);
const KEPT_VALUES = 100;

/**
 * The last wall: whatever path a masked value took (an echo into an open element, a title, an attribute, an error
 * message), it does not leave. Every string of every outgoing frame is compared with the masked fields' values.
 * A value shorter than four characters is compared only with whole strings, else half of every page would match.
 */
export interface Guard {
  /** A masked field; its value is looked up whenever something goes out. */
  watch(field: Element): void;
  /** The field's value now, as one that was meant: kept even after the field is cleared or gone. */
  keep(field: Element): void;
  /** Reads the fields anew; call once before a batch. */
  refresh(): void;
  text(text: string): string;
  /** Any JSON value; strings are replaced in place where possible. */
  clean<T>(value: T): T;
  /** How often something was refused. */
  readonly refused: number;
}

export function createGuard(): Guard {
  const fields = new Set<WeakRef<Element>>();
  const known = new WeakSet<Element>();
  const kept = new Set<string>();
  const last = new WeakMap<Element, string>();
  let key = '';
  let inside: RegExp | undefined;
  let whole = new Set<string>();
  let refused = 0;
  let isNew = false;

  const text = (from: string): string => {
    if (whole.has(from.trim())) {
      refused += 1;
      return DOTS;
    }
    if (inside === undefined) return from;
    inside.lastIndex = 0;
    if (!inside.test(from)) return from;
    refused += 1;
    return from.replace(inside, DOTS);
  };
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    if (typeof value !== 'object' || value === null) return value;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === 'string') {
        if (!STRUCTURE.has(name)) (value as Record<string, unknown>)[name] = text(inner);
      } else if (typeof inner === 'object') clean(inner);
    }
    return value;
  };
  const keep = (field: Element): void => keepValue(textOf(field));
  const keepValue = (value: string): void => {
    if (value.length < 4) return;
    kept.delete(value);
    kept.add(value);
    if (kept.size > KEPT_VALUES) kept.delete(kept.values().next().value as string);
  };
  const refresh = (): void => {
    isNew = false;
    const values = new Set<string>();
    for (const field of fields) {
      const live = field.deref();
      if (live === undefined || !live.isConnected) {
        fields.delete(field);
        if (live !== undefined) {
          keep(live);
          known.delete(live);
        }
      } else {
        const value = textOf(live);
        const before = last.get(live) ?? '';
        // What a field held a moment ago may still be on its way; the beginnings of what is being typed are not kept.
        if (before !== value && !value.startsWith(before)) keepValue(before);
        last.set(live, value);
        for (const each of [value, boxesOf(live)]) if (each !== '') values.add(each);
      }
    }
    for (const value of kept) values.add(value);
    const now = [...values].join('\u0000');
    if (now === key) return;
    key = now;
    whole = new Set([...values].filter((value) => value.length < 4 && /\d/.test(value)));
    const long = [...values].filter((value) => value.length >= 4).sort((a, b) => b.length - a.length);
    inside = long.length === 0 ? undefined : new RegExp(long.flatMap(patterns).join('|'), 'gi');
  };
  return {
    watch(field) {
      if (known.has(field)) return;
      known.add(field);
      fields.add(new WeakRef(field));
      isNew = true;
    },
    keep,
    refresh,
    text,
    clean<T>(value: T): T {
      // A field that this very frame brought counts for the frame's other words too.
      if (isNew) refresh();
      return clean(value) as T;
    },
    get refused() {
      return refused;
    },
  };
}
const MAXIMUM = 4_000;

function textOf(field: Element): string {
  const { localName } = field;
  if (localName === 'select') return '';
  if (localName === 'input') {
    const { type, value } = field as HTMLInputElement;
    return /^(?:checkbox|radio|range|color|submit|button|reset|image|file)$/.test(type)
      ? ''
      : value.trim().slice(0, MAXIMUM);
  }
  if (localName === 'textarea') return (field as HTMLTextAreaElement).value.trim().slice(0, MAXIMUM);
  const words = (field.textContent ?? '').trim();
  return words.length > MAXIMUM ? '' : words;
}

/** A code typed into one box for each digit: the boxes' values in a row. */
function boxesOf(field: Element): string {
  if (field.localName !== 'input' || (field as HTMLInputElement).maxLength !== 1) return '';
  const row = field.closest('form,fieldset,[role=group]') ?? field.parentElement;
  if (row === null) return '';
  return [...row.querySelectorAll<HTMLInputElement>('input[maxlength="1"]')].map(({ value }) => value).join('');
}

/** The value as it may turn up: with other blanks, digits grouped otherwise, in an address, in capital letters. */
function patterns(value: string): string[] {
  const compact = value.replace(/[\s.\-/]/g, '');
  if (/^\d{4,}$/.test(compact)) return [`(?<!\\d)${[...compact].join('[\\s.\\-/]*')}`];
  if (/^[a-z]{4,5}$/i.test(value)) return [`\\b${value}\\b`];
  const found = [escaped(value).replace(/\s+/g, '\\s+')];
  const encoded = encodeURIComponent(value);
  if (encoded !== value) found.push(escaped(encoded));
  if (compact !== value && compact.length >= 8) found.push([...compact].map(escaped).join('[\\s.\\-/]*'));
  return found;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
