import type { CobrowseAgentFrame, CobrowseConsentKind } from '@alongside/protocol';
import type { Consent } from './consent.ts';
import type { Refusal } from './control/allowed.ts';
import { perform } from './control/perform.ts';
import { named, type RecorderLabels } from './labels.ts';
import type { Question, RecorderOptions } from './options.ts';
import type { PagePolicy } from './policy.ts';
import { safeUrl } from './safe-url.ts';
import type { Stream } from './stream.ts';
import { question } from './ui/bar.ts';
import type { Layer } from './ui/layer.ts';

type Frame<T extends CobrowseAgentFrame['t']> = Extract<CobrowseAgentFrame, { t: T }>;

interface AskedPage {
  readonly options: RecorderOptions;
  readonly labels: RecorderLabels;
  readonly consent: Consent;
  readonly layer: Layer;
  /** Aborted at the end of the session. */
  readonly signal: AbortSignal;
  readonly say: (frame: object) => void;
  /** What holds now; without a stream nothing of the page is shown. */
  readonly shown: () => { readonly paused: boolean; readonly page: PagePolicy; readonly stream: Stream | undefined };
}

/** What agents ask of the page: consents, acts in it, other pages. The customer's page alone decides. */
export function createAgentRequests({ options, labels, consent, layer, signal, say, shown }: AskedPage) {
  const ask = async (what: Question['what'], name: string, text: string): Promise<boolean> => {
    const own = await options.ask?.({ what, name, text, signal }).catch(() => false);
    return own ?? question(layer, labels, text, signal);
  };

  const answer = (to: number, n: number, reason?: Refusal) =>
    say({ t: reason === undefined ? 'done' : 'refused', to, n, reason });

  const act = (mayControl: boolean, action: Frame<'command'>['action']): Refusal | undefined => {
    const { page, stream, paused } = shown();
    if (!mayControl) return 'not_allowed';
    if (paused) return 'paused';
    if (stream === undefined || !consent.has('control')) return 'no_consent';
    try {
      if (typeof action !== 'object' || action === null) return 'malformed';
      return perform(action, { masking: stream.masking, policy: page, nodeOf: (node) => stream.nodeOf(node) });
    } catch {
      return 'failed';
    }
  };

  return {
    async consent(what: CobrowseConsentKind, name: string, withdraw: boolean): Promise<void> {
      if (!Object.hasOwn(consent.now, what)) return;
      if (withdraw) return consent.set(what, 'no');
      // Who does not see the page has nothing to use or to record.
      if (consent.now[what] !== 'no' || (what !== 'view' && !consent.has('view'))) return say(consent.frame());
      consent.set(what, 'asked');
      const yes = await ask(what, name, named(labels.questions[what], name));
      if (consent.isAsked(what)) consent.set(what, yes ? 'yes' : 'no');
    },
    command: (by: number, mayControl: boolean, { n, action }: Frame<'command'>): void =>
      answer(by, n, act(mayControl, action)),
    /** Another page or a document to look at. */
    async offer(by: number, name: string, { n, kind, url, title }: Frame<'navigate'>): Promise<void> {
      const to = safeUrl(url);
      if (to === undefined) return answer(by, n, 'malformed');
      if (!consent.has('view')) return answer(by, n, 'no_consent');
      const text = `${named(labels.open, name)} ${String(title).slice(0, 200)} (${to.host}${to.pathname})`;
      if (!(await ask('navigate', name, text))) return answer(by, n, 'declined');
      answer(by, n);
      if (options.open !== undefined) options.open(to.href, kind);
      else if (kind === 'document') window.open(to.href, '_blank', 'noopener,noreferrer');
      else location.assign(to.href);
    },
  };
}
