import type { PagePolicy } from './policy.ts';

/** The same for every length, so that the length tells nothing. */
export const DOTS = '••••••';

/** open: shown; soft: masked by the private mode, a `show` element inside opens; hard: masked, nothing inside opens. */
export type Mask = 'open' | 'soft' | 'hard';

const SECRET_FIELD =
  'input[type=password],input[type=hidden],input[type=file],[autocomplete^="cc-"],[autocomplete$="password"],[autocomplete~="one-time-code"]';
const SECRET_NAME =
  /(?:^|[^a-z])(?:passw|pwd|passcode|pass-?phrase|pin(?:[^a-z]|$)|pin-?code|otp|totp|one-?time|verification-?code|security-?code|card-?(?:no|num|number)|cc-?(?:no|num|number)|pan(?:[^a-z]|$)|cvv|cvc|csc|ssn|iban)/i;

const UNSEEN = /^(?:noscript|template|script|object|embed)$/;

/** Decides what is masked. Every path to the wire asks here, and nowhere else. */
export interface Masking {
  /** The mask of an element whose parent's is known. */
  own(element: Element, inherited: Mask): Mask;
  /** The mask of any node, from its ancestors through shadow roots and frames. */
  of(node: Node): Mask;
  /** Where a tree starts. */
  readonly root: Mask;
}

/** Fields that once were of password kind stay masked when "show password" turns them into text. */
const oncePassword = new WeakSet<Element>();

export function createMasking(policy: PagePolicy): Masking {
  const root: Mask = policy.isPrivate ? 'soft' : 'open';
  const own: Masking['own'] = (element, inherited) => {
    if (inherited === 'hard') {
      remember(element);
      return 'hard';
    }
    // What stands in these is never on the screen.
    if (UNSEEN.test(element.localName)) return 'hard';
    if (isSecretField(element) || element.matches(policy.mask) || lacksPermission(element, policy.viewable))
      return 'hard';
    if (element.matches(policy.show)) return 'open';
    return inherited;
  };
  return {
    root,
    own,
    of(node) {
      const path: Element[] = [];
      for (let at = elementOf(node); at !== null; at = parentOf(at)) path.push(at);
      let mask: Mask = root;
      for (let index = path.length - 1; index >= 0; index -= 1) mask = own(path[index]!, mask);
      return mask;
    },
  };
}

export function lacksPermission(element: Element, granted: ReadonlySet<string>): boolean {
  const name = element.getAttribute('data-assist-permission');
  return name !== null && !granted.has(name);
}

function remember(element: Element): void {
  if (element.localName === 'input' && (element as HTMLInputElement).type === 'password') oncePassword.add(element);
}

function isSecretField(element: Element): boolean {
  const { localName } = element;
  if (
    localName !== 'input' &&
    localName !== 'textarea' &&
    localName !== 'select' &&
    !element.hasAttribute('autocomplete')
  )
    return false;
  remember(element);
  if (oncePassword.has(element) || element.matches(SECRET_FIELD)) return true;
  if (/^(?:submit|button|reset|checkbox|radio|image)$/.test((element as HTMLInputElement).type)) return false;
  const words = [element.id, element.getAttribute('name'), element.getAttribute('aria-label')];
  return words.some((word) => word !== null && SECRET_NAME.test(spaced(word)));
}

/** cardNumber and card_number read the same. */
const spaced = (word: string): string => word.replace(/([a-z])([A-Z])/g, '$1-$2').replace(/[\s_.]+/g, '-');

/** The element that a node belongs to. */
export function elementOf(node: Node): Element | null {
  if (node.nodeType === 1) return node as Element;
  if (node.nodeType === 9) return frameOf(node as Document);
  if (node.nodeType === 11) return (node as ShadowRoot).host ?? null;
  return node.parentElement ?? (node.parentNode === null ? null : elementOf(node.parentNode));
}

/** The parent across the border of a shadow root or a same-origin frame. */
export function parentOf(element: Element): Element | null {
  if (element.parentElement !== null) return element.parentElement;
  const parent = element.parentNode;
  return parent === null ? null : elementOf(parent);
}

function frameOf(page: Document): Element | null {
  try {
    return page.defaultView?.frameElement ?? null;
  } catch {
    return null;
  }
}
