import type { CobrowseAgentFrame, CobrowseConsentKind, CobrowsePage } from '@alongside/protocol';
import type { Transport } from '../wire/transport.ts';
import { Consent, NOTHING } from './consent.ts';
import { createAgentRequests } from './agent-requests.ts';
import { elementOfNode } from './control/allowed.ts';
import { createGuard } from './guard.ts';
import { ENGLISH, type RecorderLabels } from './labels.ts';
import { type CobrowsePolicy, type PagePolicy, policyFor } from './policy.ts';
import type { RecorderOptions, RecorderState } from './options.ts';
import { listenToPage } from './page-signals.ts';
import { relayWord } from './relay-word.ts';
import { forgetSession, type StoredSession, storeSession } from './session-store.ts';
import { Stream } from './stream.ts';
import { Tabs } from './tabs.ts';
import { Bar } from './ui/bar.ts';
import { Layer } from './ui/layer.ts';
import { Marks } from './ui/marks.ts';

const RETRY_MS = [100, 250, 500, 1_000, 2_000, 5_000];

/** One page's part in a co-browse session, from start or resume to the end. */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #labels: RecorderLabels;
  readonly #tab: string = crypto.randomUUID();
  readonly #guard = createGuard();
  readonly #consent: Consent;
  readonly #layer = new Layer();
  readonly #marks = new Marks(this.#layer);
  readonly #bar: Bar;
  readonly #requests: ReturnType<typeof createAgentRequests>;
  readonly #tabs: Tabs;
  readonly #stop = new AbortController();
  readonly #viewers = new Map<number, { name: string; mayControl: boolean }>();
  #policy: CobrowsePolicy;
  #page: PagePolicy;
  #stream: Stream | undefined;
  #transport: Transport | undefined;
  #phase: RecorderState['phase'] = 'connecting';
  #paused: boolean;
  #resumed: boolean;
  #agent: string;
  #attempt = 0;
  #isDialling = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    this.#labels = options.labels ?? ENGLISH;
    this.#policy = options.policy;
    this.#page = policyFor(options.policy, location.pathname);
    this.#paused = options.resume?.paused ?? false;
    this.#resumed = options.resume !== undefined;
    this.#agent = options.resume?.agent ?? this.#labels.agent;
    this.#consent = new Consent(options.resume?.consents ?? NOTHING, () => this.#consentChanged());
    this.#bar = new Bar(this.#layer, this.#labels, {
      pause: (on) => this.pause(on),
      takeBack: () => this.revoke('control'),
      end: () => this.end(),
    });
    this.#requests = createAgentRequests({
      options,
      labels: this.#labels,
      consent: this.#consent,
      layer: this.#layer,
      signal: this.#stop.signal,
      say: (frame) => this.#say(frame),
      shown: () => ({ page: this.#page, stream: this.#mayShow() ? this.#stream : undefined, paused: this.#paused }),
    });
    this.#tabs = new Tabs(this.#tab, {
      describe: () => this.#stored(),
      claimed: () => this.#sleep(),
      told: (session) => this.#told(session),
      ended: () => this.#finish(),
    });
    this.#listen();
    this.#save();
    if (document.visibilityState === 'hidden' && this.#resumed) this.#phase = 'elsewhere';
    else this.#wake();
  }

  get state(): RecorderState {
    const viewers = [...this.#viewers].map(([viewer, who]) => ({ viewer, ...who }));
    return { phase: this.#phase, consents: this.#consent.now, viewers };
  }

  /** Bytes sent, the longest slice of a snapshot's encoding in milliseconds, and how often the guard refused. */
  get figures(): Stream['figures'] | undefined {
    return this.#stream?.figures;
  }

  /** Nothing leaves the page until the customer goes on; the session and the consents stay. */
  pause(on: boolean): void {
    if (this.#paused === on || this.#phase === 'ended') return;
    this.#paused = on;
    if (on) this.#hidePage();
    this.#tellPage(on ? 'paused' : 'live');
    this.#refresh();
  }

  /** Takes a consent back, at once. */
  revoke(what: CobrowseConsentKind): void {
    this.#consent.set(what, 'no');
  }

  /** New rules from administration: what is now masked is masked for those who watch already. */
  setPolicy(policy: CobrowsePolicy): void {
    this.#policy = policy;
    this.#page = policyFor(policy, location.pathname);
    if (this.#stream === undefined) return;
    this.#stopStream();
    this.#refresh();
  }

  end(): void {
    if (this.#phase === 'ended') return;
    const isHeard = this.#transport !== undefined || this.#isDialling;
    this.#tellPage('ended');
    this.#tabs.end(this.#options.session);
    this.#finish();
    // Else the session would live on without its page, and its code could still be redeemed.
    if (!isHeard) void this.#connect();
  }

  #listen(): void {
    listenToPage(
      this.#stop.signal,
      (state) => this.#tellPage(state),
      (isRemembered) => {
        const wakes = isRemembered || this.#phase === 'elsewhere';
        if (wakes) this.#wake();
        return wakes;
      },
      () => this.#leave(),
      () => this.#layer.raise(),
    );
  }

  #wake(): void {
    this.#phase = 'connecting';
    this.#tabs.claim(this.#options.session);
    void this.#connect();
  }

  /** Another tab has the customer's eyes. */
  #sleep(): void {
    if (this.#phase === 'ended' || this.#phase === 'elsewhere') return;
    this.#phase = 'elsewhere';
    this.#resumed = true;
    this.#disconnect();
    this.#bar.hide();
    this.#told(this.#stored());
  }

  #leave(): void {
    this.#save();
    this.#tellPage('away');
    this.#resumed = true;
    this.#disconnect();
    if (this.#phase !== 'ended') this.#phase = 'elsewhere';
  }

  async #connect(): Promise<void> {
    let transport: Transport;
    this.#isDialling = true;
    try {
      transport = await this.#options.connect(this.#options.keep ?? '');
    } catch {
      return this.#later();
    } finally {
      this.#isDialling = false;
    }
    if (this.#phase === 'ended') return this.#endAt(transport);
    if (this.#phase !== 'connecting' && this.#phase !== 'lost') return transport.close();
    this.#transport = transport;
    this.#attempt = 0;
    this.#viewers.clear();
    transport.onClose(() => this.#lost(transport));
    this.#phase = 'waiting';
    this.#tellPage();
    this.#say(this.#consent.frame());
    transport.onFrame((frame) => this.#heard(frame));
    this.#refresh();
  }

  /** The end came before there was a road to tell it on. */
  #endAt(transport: Transport): void {
    this.#transport = transport;
    this.#tellPage('ended');
    this.#disconnect();
  }

  #lost(transport: Transport): void {
    if (this.#transport !== transport || this.#phase === 'ended' || this.#phase === 'elsewhere') return;
    this.#disconnect();
    this.#resumed = true;
    this.#later();
  }

  #later(): void {
    if (this.#phase === 'ended' || this.#phase === 'elsewhere') return;
    this.#phase = 'lost';
    this.#changed();
    const wait = RETRY_MS[Math.min(this.#attempt, RETRY_MS.length - 1)]!;
    this.#attempt += 1;
    setTimeout(() => this.#phase === 'lost' && void this.#connect(), wait);
  }

  #heard(frame: string | Uint8Array): void {
    const word = relayWord(frame);
    if (word === undefined) return;
    switch (word.t) {
      case 'joined':
        this.#agent = String(word.name);
        this.#viewers.set(word.viewer, { name: this.#agent, mayControl: word.mayControl === true });
        // Who comes to a page that is already shown gets it whole; the others see no flicker.
        this.#stream?.snapshot(word.viewer);
        this.#refresh();
        return;
      case 'left':
        this.#viewers.delete(word.viewer);
        this.#marks.gone(word.viewer);
        if (this.#viewers.size === 0) this.#nobody();
        this.#refresh();
        return;
      case 'from':
        this.#agentSays(word.by, word.frame as CobrowseAgentFrame);
        return;
      case 'ended':
        this.#tabs.end(this.#options.session);
        this.#finish();
        return;
    }
  }

  /** With the last viewer the right to act goes: who comes next asks anew. */
  #nobody(): void {
    this.#hidePage();
    this.#consent.set('control', 'no');
  }

  #agentSays(by: number, frame: CobrowseAgentFrame): void {
    const who = this.#viewers.get(by);
    if (who === undefined || typeof frame !== 'object' || frame === null) return;
    if (frame.t === 'ask') return void this.#requests.consent(frame.what, who.name, frame.withdraw === true);
    if (frame.t === 'command') return void this.#requests.command(by, who.mayControl, frame);
    if (frame.t === 'navigate') return void this.#requests.offer(by, who.name, frame);
    if (!this.#mayShow()) return;
    if (frame.t === 'watch') this.#stream?.snapshot(by);
    else this.#marks.take(frame, by, who.name, (node) => elementOfNode(this.#stream?.nodeOf(node) ?? null));
  }

  #consentChanged(): void {
    this.#save();
    this.#tabs.tell(this.#stored());
    if (!this.#consent.has('view')) this.#hidePage();
    this.#say(this.#consent.frame());
    this.#refresh();
  }

  /** What another tab of the session decided holds here too. */
  #told({ consents, paused }: StoredSession): void {
    if (this.#phase !== 'elsewhere') return;
    for (const what of ['view', 'control', 'recording'] as const)
      if (this.#consent.now[what] !== consents[what]) this.#consent.set(what, consents[what]);
    this.#paused = paused;
    this.#changed();
  }

  #mayShow(): boolean {
    return this.#consent.has('view') && !this.#paused && this.#transport !== undefined && this.#viewers.size > 0;
  }

  /** Brings stream and bar in line with what holds now. */
  #refresh(): void {
    if (this.#phase === 'ended' || this.#phase === 'elsewhere') return;
    if (this.#transport !== undefined) this.#phase = this.#paused ? 'paused' : this.#mayShow() ? 'live' : 'waiting';
    if (this.#mayShow() && this.#stream === undefined)
      this.#stream = new Stream({ policy: this.#page, guard: this.#guard, transport: () => this.#transport });
    if (!this.#mayShow()) this.#stopStream();
    if (this.#consent.has('view'))
      this.#bar.show({ consents: this.#consent.now, paused: this.#paused, name: this.#agent });
    else this.#bar.hide();
    this.#changed();
  }

  #changed(): void {
    this.#save();
    this.#options.onChange?.(this.state);
  }

  #hidePage(): void {
    this.#stopStream();
    this.#marks.clear();
  }

  #stopStream(): void {
    this.#stream?.stop();
    this.#stream = undefined;
  }

  #disconnect(): void {
    this.#stopStream();
    const transport = this.#transport;
    this.#transport = undefined;
    this.#viewers.clear();
    transport?.close();
  }

  #finish(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#disconnect();
    this.#marks.remove();
    this.#bar.hide();
    this.#layer.remove();
    this.#stop.abort();
    this.#tabs.close();
    forgetSession();
    this.#options.onChange?.(this.state);
  }

  /** Before the consent to view nothing of the page is told, not even its name. */
  #tellPage(state: CobrowsePage['state'] = this.#paused ? 'paused' : 'live'): void {
    const seen = this.#consent.has('view') && !this.#paused;
    this.#guard.refresh();
    const frame: CobrowsePage = {
      t: 'page',
      tab: this.#tab,
      state,
      address: seen ? this.#guard.text(location.origin + location.pathname).slice(0, 2_048) : location.origin,
      title: seen && !this.#page.isPrivate ? this.#guard.text(document.title).slice(0, 512) : '',
      width: innerWidth,
      height: innerHeight,
      resumed: this.#resumed,
    };
    this.#say(frame);
  }

  #say(frame: object): void {
    this.#transport?.send(JSON.stringify(frame));
  }

  #stored(): StoredSession {
    return {
      session: this.#options.session,
      keep: this.#options.keep ?? '',
      consents: this.#consent.now,
      paused: this.#paused,
      agent: this.#agent,
      at: Date.now(),
    };
  }

  #save(): void {
    if (this.#phase !== 'ended') storeSession(this.#stored());
  }
}
