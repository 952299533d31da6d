import { type Tool, Viewer, type ViewerState } from '@alongside/cobrowse/viewer';
import type { CobrowseConsentKind, CobrowseRefused } from '@alongside/protocol';
import type { AgentClient, Observable } from '@alongside/sdk/agent';
import { createStore, type Store } from '../state/store.ts';
import { Road, type RoadState } from './road.ts';

export type Reason = CobrowseRefused['reason'];
export const COLOURS = ['#d6336c', '#e8590c', '#2b8a3e', '#1971c2', '#7048e8'] as const;

/** How a question to the customer stands. */
export type Asked = 'no' | 'asked' | 'yes' | 'declined' | 'taken_back';

export interface TogetherState {
  readonly road: RoadState;
  /** Why the door stayed shut. */
  readonly refused: string | null;
  /** Looks on only: no tool reaches the page. */
  readonly silent: boolean;
  readonly page: ViewerState | null;
  /** A page of the customer has taken part. */
  readonly met: boolean;
  readonly endedBy: 'customer' | 'agent' | 'system' | null;
  readonly asked: Readonly<Record<CobrowseConsentKind, Asked>>;
  readonly tool: Tool;
  readonly colour: string;
  readonly zoom: number | 'fit';
  /** What happened last and is worth a line; the number makes the same one new. */
  readonly news: { readonly n: number; readonly key: NewsKey } | null;
  readonly choices: { readonly node: number; readonly choices: readonly Choice[] } | null;
  readonly recorded: boolean;
}
export type NewsKey =
  | `refused.${Reason}`
  | `${'control' | 'recording'}.${'declined' | 'taken_back'}`
  | `recording.${'not_allowed' | 'full' | 'failed'}`;
export interface Choice {
  readonly value: string;
  readonly text: string;
}

const QUIET: TogetherState = {
  road: 'connecting',
  refused: null,
  silent: false,
  page: null,
  met: false,
  endedBy: null,
  asked: { view: 'no', control: 'no', recording: 'no' },
  tool: 'pointer',
  colour: COLOURS[0],
  zoom: 'fit',
  news: null,
  choices: null,
  recorded: false,
};
/** What the customer may answer within; longer, the panel asks again. */
const KINDS = ['view', 'control', 'recording'] as const;

interface TogetherOptions {
  readonly cid: string;
  readonly frameUrl: string;
  readonly client: Pick<AgentClient, 'call'>;
  readonly mount: HTMLElement;
  /** The frame's name, for people who read with their ears. */
  readonly title: string;
}

/** One co-browse session as the agent has it: the road, the viewer, and what both have told. */
export class Together {
  readonly #state: Store<TogetherState> = createStore(QUIET);
  readonly #road: Road;
  readonly #viewer: Viewer;
  #askedOnce = false;
  #n = 0;

  constructor({ cid, frameUrl, client, mount, title }: TogetherOptions) {
    const { protocol, host } = location;
    this.#road = new Road({
      cid,
      url: `${protocol === 'https:' ? 'wss' : 'ws'}://${host}/cobrowse/socket`,
      ticket: async () => (await client.call('createSocketTicket')).ticket,
      news: {
        state: (road) => this.#set({ road }),
        welcome: ({ silent }) => this.#set({ silent, refused: null }),
        text: (word) => this.#told(word),
        refused: (code) => this.#set({ refused: code }),
      },
    });
    this.#viewer = new Viewer({
      mount,
      frameUrl,
      title,
      transport: this.#road,
      onChange: (page) => this.#changed(page),
      onRefused: ({ reason }) => this.#news(`refused.${reason}`),
      onChoices: (node, choices) => this.#set({ choices: { node, choices } }),
    });
    this.#viewer.setTool('pointer');
  }

  get state(): Observable<TogetherState> {
    return this.#state;
  }

  ask(what: CobrowseConsentKind): void {
    this.#viewer.ask(what);
  }

  giveBack(what: CobrowseConsentKind): void {
    this.#viewer.giveBack(what);
  }

  /** Control is a tool like the others once the customer has said yes; until then it asks. */
  choose(tool: Tool): void {
    const { asked } = this.#state.get();
    if (tool === 'control' && asked.control !== 'yes') {
      if (asked.control !== 'asked') this.ask('control');
      return;
    }
    this.#viewer.setTool(tool);
    this.#set({ tool });
  }

  draw(colour: string): void {
    this.#viewer.setColour(colour);
    this.#set({ colour });
  }

  zoom(zoom: number | 'fit'): void {
    this.#viewer.zoom(zoom);
    this.#set({ zoom });
  }

  clear(): void {
    this.#viewer.clear();
  }

  /** Picks from the list that was pressed; null leaves it as it is. */
  async pick(value: string | null): Promise<void> {
    const { choices } = this.#state.get();
    this.#set({ choices: null });
    if (choices !== null && value !== null) await this.#viewer.choose(choices.node, value);
  }

  /** Resolves with undefined after the customer's yes, else with why not. */
  push(kind: 'link' | 'document', url: string, title: string): Promise<Reason | undefined> {
    return this.#viewer.push(kind, url, title);
  }

  still(): Promise<string> {
    return this.#viewer.still();
  }

  wake(): void {
    this.#road.wake();
  }

  /** Ends it for all; who only looks on leaves. */
  end(): void {
    this.#road.send(JSON.stringify({ t: 'end' }));
    this.#set({ endedBy: 'agent' });
    this.close();
  }

  close(): void {
    this.#viewer.close();
  }

  #changed(page: ViewerState): void {
    const before = this.#state.get();
    const asked = { ...before.asked };
    for (const what of KINDS) {
      const now = page.consent[what];
      const was = before.asked[what];
      if (now !== 'no') asked[what] = now;
      else if (was === 'asked') asked[what] = 'declined';
      else if (was === 'yes') asked[what] = 'taken_back';
    }
    this.#set({ page, asked, met: before.met || page.page !== undefined });
    for (const what of ['control', 'recording'] as const) {
      const how = asked[what];
      if (how !== before.asked[what] && (how === 'declined' || how === 'taken_back')) this.#news(`${what}.${how}`);
    }
    if (asked.control === 'yes' && before.asked.control === 'asked') this.choose('control');
    if (asked.control !== 'yes' && before.tool === 'control') this.choose('pointer');
    this.#askFirst(page);
  }

  /** Entering the code was the wish to see the page: the customer is asked at once, and never twice by itself. */
  #askFirst({ page, consent }: ViewerState): void {
    if (this.#askedOnce || this.#state.get().silent || page === undefined) return;
    this.#askedOnce = true;
    if (consent.view === 'no') this.ask('view');
  }

  #told(word: { readonly t: string } & Readonly<Record<string, unknown>>): void {
    if (word.t === 'ended') {
      this.#set({ endedBy: word.by as TogetherState['endedBy'] });
      this.#road.close();
    } else if (word.t === 'recording') {
      this.#set({ recorded: word.on === true });
      if (word.why === 'not_allowed' || word.why === 'full' || word.why === 'failed')
        this.#news(`recording.${word.why}`);
    }
  }

  #news(key: NewsKey): void {
    this.#n += 1;
    this.#set({ news: { n: this.#n, key } });
  }

  #set(change: Partial<TogetherState>): void {
    this.#state.update((value) => ({ ...value, ...change }));
  }
}
