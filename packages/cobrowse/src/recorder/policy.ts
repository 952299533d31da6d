/** What one set of pages shows and lets an agent do. Selectors are CSS; one that the browser cannot read makes the page private. */
export interface PolicyRule {
  /** Paths that it is for, `*` standing for anything: `/account/*`. All pages when left out. */
  readonly pages?: readonly string[];
  /** `private`: everything is masked that no `show` selector opens. */
  readonly mode?: 'open' | 'private';
  readonly mask?: readonly string[];
  readonly show?: readonly string[];
  /** Not recorded at all: an empty box of the same size. */
  readonly hide?: readonly string[];
  /** Seen, but refused to an agent's clicks and keys. */
  readonly readOnly?: readonly string[];
}

/** What administration sets; every rule that fits the page's path counts, and `private` wins. */
export interface CobrowsePolicy {
  readonly rules: readonly PolicyRule[];
  /** Names in `data-assist-permission` that may be seen and used; elements with another name are masked. */
  readonly viewable?: readonly string[];
  readonly interactive?: readonly string[];
}

/** The policy of one page, as selectors that the browser takes. */
export interface PagePolicy {
  readonly isPrivate: boolean;
  readonly mask: string;
  readonly show: string;
  readonly hide: string;
  readonly readOnly: string;
  readonly viewable: ReadonlySet<string>;
  readonly interactive: ReadonlySet<string>;
}

/** The element of our own that no page policy may touch: bar and marks. */
export const OWN_UI = '[data-alongside-ui]';
const MASK = '.assist-no-show,[data-assist-mask]';
const SHOW = '.assist-show,[data-assist-show]';
const HIDE = '[data-assist-hide]';
const READ_ONLY = '[data-assist-readonly]';

/** @param path of the page, as in `location.pathname` */
export function policyFor(policy: CobrowsePolicy, path: string): PagePolicy {
  let isBroken = false;
  const isSelector = (selector: string): boolean => {
    try {
      document.createDocumentFragment().querySelector(selector);
      return true;
    } catch {
      // It would have masked something, and nobody can say what: so the whole page is masked.
      isBroken = true;
      console.warn(`[alongside] No CSS selector: ${selector}`);
      return false;
    }
  };
  const rules = policy.rules.filter(({ pages }) => pages === undefined || pages.some((page) => fits(page, path)));
  const all = (own: string, pick: (rule: PolicyRule) => readonly string[] | undefined) =>
    [own, ...rules.flatMap((rule) => pick(rule) ?? []).filter(isSelector)].join(',');
  return {
    mask: all(MASK, ({ mask }) => mask),
    show: all(SHOW, ({ show }) => show),
    hide: all(`${HIDE},${OWN_UI}`, ({ hide }) => hide),
    readOnly: all(READ_ONLY, ({ readOnly }) => readOnly),
    isPrivate: isBroken || rules.some(({ mode }) => mode === 'private'),
    viewable: new Set(policy.viewable ?? []),
    interactive: new Set(policy.interactive ?? []),
  };
}

function fits(pattern: string, path: string): boolean {
  const source = pattern
    .split('*')
    .map((piece) => piece.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${source}$`).test(path);
}
