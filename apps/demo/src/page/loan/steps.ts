export const STEPS = ['amount', 'person', 'check'] as const;
export type Step = (typeof STEPS)[number];

/** Each step is a page; the first is where the bank's own pages lead. */
export const PAGES: Readonly<Record<Step, string>> = {
  amount: '/loan-amount.html',
  person: '/loan-person.html',
  check: '/loan-check.html',
};

/** What has been filled in, over the pages. Secrets are not among it. */
const KEY = 'meridian.loan';
const KEPT = ['amount', 'years', 'purpose', 'name', 'employer', 'income', 'housing'] as const;
export type Draft = Readonly<Partial<Record<(typeof KEPT)[number], string>>>;

export function readDraft(): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Draft;
  } catch {
    return {};
  }
}

export function keepDraft(form: HTMLFormElement): void {
  const fields = new FormData(form);
  const draft: Record<string, string> = { ...readDraft() };
  for (const name of KEPT) if (fields.has(name)) draft[name] = String(fields.get(name));
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {}
}
