import type { CobrowseConsent, CobrowseConsentKind } from '@alongside/protocol';

export type Answer = 'no' | 'asked' | 'yes';
export type Consents = Readonly<Record<CobrowseConsentKind, Answer>>;
export const NOTHING: Consents = { view: 'no', control: 'no', recording: 'no' };

/** The customer's three consents. They are held here, in the customer's page, and nowhere else are they decided [COB1]. */
export class Consent {
  #now: Consents;
  readonly #changed: (now: Consents) => void;

  constructor(start: Consents, changed: (now: Consents) => void) {
    // A question that was open when the page went is asked again, not taken as answered.
    this.#now = {
      view: start.view === 'yes' ? 'yes' : 'no',
      control: start.control === 'yes' ? 'yes' : 'no',
      recording: start.recording === 'yes' ? 'yes' : 'no',
    };
    this.#changed = changed;
  }

  get now(): Consents {
    return this.#now;
  }

  has(kind: CobrowseConsentKind): boolean {
    return this.#now[kind] === 'yes';
  }

  isAsked(kind: CobrowseConsentKind): boolean {
    return this.#now[kind] === 'asked';
  }

  set(kind: CobrowseConsentKind, answer: Answer): void {
    if (this.#now[kind] === answer) return;
    this.#now = { ...this.#now, [kind]: answer };
    // Who may not see may neither act nor keep what was seen.
    if (kind === 'view' && answer === 'no') this.#now = NOTHING;
    this.#changed(this.#now);
  }

  frame(): CobrowseConsent {
    return { t: 'consent', ...this.#now };
  }
}
