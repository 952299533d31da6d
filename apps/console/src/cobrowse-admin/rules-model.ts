import type { CobrowseRule, CobrowseSettings, TenantSettings } from '@alongside/protocol';

/** A rule as it is written: one address or selector in each line. */
export interface RuleDraft {
  readonly pages: string;
  readonly mode: 'open' | 'private';
  readonly mask: string;
  readonly show: string;
  readonly hide: string;
  readonly readOnly: string;
}
export const LISTS = ['mask', 'hide', 'show', 'readOnly'] as const;
export const EMPTY_RULE: RuleDraft = { pages: '', mode: 'open', mask: '', show: '', hide: '', readOnly: '' };

export interface CobrowseValues {
  /** 4 to 12 digits, or 0 for eight letters. */
  readonly codeLength: number;
  readonly codeSeconds: number;
  readonly privateByDefault: boolean;
  readonly rules: readonly RuleDraft[];
  readonly viewable: string;
  readonly interactive: string;
  readonly recordingAllowed: boolean;
  readonly recordingDays: number;
  readonly recordingMinutes: number;
  readonly recordingMegabytes: number;
}

const DEFAULT_LENGTH = 9;
const DEFAULT_SECONDS = 300;

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const textOf = (lines: readonly string[] = []): string => lines.join('\n');

export function valuesOf(settings: CobrowseSettings, tenant: TenantSettings): CobrowseValues {
  const { privateByDefault, rules, viewable, interactive, recording } = settings;
  return {
    codeLength: tenant.shortCodeLetters === true ? 0 : (tenant.shortCodeLength ?? DEFAULT_LENGTH),
    codeSeconds: tenant.shortCodeSeconds ?? DEFAULT_SECONDS,
    privateByDefault,
    rules: rules.map(({ pages, mode = 'open', mask, show, hide, readOnly }) => ({
      pages: textOf(pages),
      mode,
      mask: textOf(mask),
      show: textOf(show),
      hide: textOf(hide),
      readOnly: textOf(readOnly),
    })),
    viewable: textOf(viewable),
    interactive: textOf(interactive),
    recordingAllowed: recording.allowed,
    recordingDays: recording.days,
    recordingMinutes: recording.minutes,
    recordingMegabytes: recording.megabytes,
  };
}

/** What is sent of a rule: lists that are empty are left out. */
export function ruleOf({ pages, mode, ...lists }: RuleDraft): CobrowseRule {
  const rule: { -readonly [K in keyof CobrowseRule]: CobrowseRule[K] } = {};
  const addresses = linesOf(pages);
  if (addresses.length > 0) rule.pages = addresses;
  if (mode === 'private') rule.mode = mode;
  for (const name of LISTS) {
    const selectors = linesOf(lists[name]);
    if (selectors.length > 0) rule[name] = selectors;
  }
  return rule;
}

export const settingsOf = (values: CobrowseValues): CobrowseSettings => ({
  privateByDefault: values.privateByDefault,
  rules: values.rules.map(ruleOf),
  viewable: linesOf(values.viewable),
  interactive: linesOf(values.interactive),
  recording: {
    allowed: values.recordingAllowed,
    days: values.recordingDays,
    minutes: values.recordingMinutes,
    megabytes: values.recordingMegabytes,
  },
});

/** Of a tenant's settings only what codes are made by; only what is another than before. */
export function codesOf(
  before: CobrowseValues,
  { codeLength, codeSeconds }: CobrowseValues,
): Partial<Pick<TenantSettings, 'shortCodeLength' | 'shortCodeLetters' | 'shortCodeSeconds'>> {
  return {
    ...(codeLength !== before.codeLength && { shortCodeLetters: codeLength === 0 }),
    ...(codeLength !== before.codeLength && codeLength !== 0 && { shortCodeLength: codeLength }),
    ...(codeSeconds !== before.codeSeconds && { shortCodeSeconds: codeSeconds }),
  };
}

/** The first line that is no address of a page; null: all are. */
export const wrongPage = (text: string): string | null => linesOf(text).find((line) => !/^[/*]/.test(line)) ?? null;

/** The first line that no browser takes for a selector; null: all are. */
export function wrongSelector(text: string, isSelector: (line: string) => boolean = takenByBrowser): string | null {
  return linesOf(text).find((line) => !isSelector(line)) ?? null;
}

function takenByBrowser(line: string): boolean {
  try {
    document.createDocumentFragment().querySelector(line);
    return true;
  } catch {
    return false;
  }
}
