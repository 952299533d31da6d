import type { CallView } from '@alongside/protocol';
import { type AgentClient, createAgentClient } from '@alongside/sdk/agent';
import { type Calls, createCalls } from '@alongside/sdk/calls';
import { type Ringing, ringingNow, addPhoneOperations } from '@alongside/sdk/phone';
import type { Key } from '../messages/en.ts';
import { type LinkAction, wayBack } from './link.ts';
import { keepSession, readSession, type Session } from './session.ts';

addPhoneOperations();

/** What the phone is told to say: a text of ours, or the server's own sentence where there is none. */
export interface Notice {
  readonly kind: 'problem' | 'note';
  readonly key: Key | null;
  readonly text: string;
}

export interface PhoneView {
  readonly session: Session | null;
  readonly signingIn: boolean;
  readonly notice: Notice | null;
  readonly connected: boolean;
  readonly ready: boolean | null;
  readonly agentNumber: string | null;
  readonly company: string;
  readonly colour: string | null;
  readonly returnUrl: string | null;
  readonly ringing: readonly Ringing[];
  readonly call: CallView | null;
  /** The call that has just ended, until it is put away. */
  readonly ended: CallView | null;
  readonly muted: boolean;
  readonly dialling: boolean;
}

export interface Phone {
  get(): PhoneView;
  subscribe(listener: () => void): () => void;
  follow(link: LinkAction): Promise<void>;
  setReady(ready: boolean): Promise<void>;
  dial(number: string): Promise<void>;
  accept(one: Ringing): Promise<void>;
  decline(one: Ringing): Promise<void>;
  end(): Promise<void>;
  hold(): Promise<void>;
  mute(): void;
  press(digit: string): Promise<void>;
  transfer(to: { agentId: string } | { queueId: string } | { number: string }): Promise<void>;
  putAway(): void;
  goBack(): void;
  signOut(): Promise<void>;
  say(notice: Notice | null): void;
  client(): AgentClient | null;
  calls(): Calls | null;
}

const TEXTS: Readonly<Record<string, Key>> = {
  call_token_refused: 'problem.token',
  call_link_of_another: 'problem.another',
  temp_id_used: 'problem.used',
  phone_link_off: 'problem.off',
  number_refused: 'problem.number',
  call_limit_reached: 'problem.limit',
  call_busy: 'problem.busy',
  no_trunk: 'problem.noTrunk',
  media_unavailable: 'problem.media',
  call_gone: 'problem.gone',
  offer_gone: 'problem.gone',
  not_authenticated: 'problem.signedOut',
  network_lost: 'problem.network',
};

const noticeOf = (error: unknown): Notice => {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return { kind: 'problem', key: TEXTS[code] ?? null, text: message };
};
const problem = (key: Key): Notice => ({ kind: 'problem', key, text: '' });

/** All that the phone knows and does; the views only draw it. What is answered is a fact on the server before anything is shown as answered. */
export function createPhone(url: string): Phone {
  let view: PhoneView = {
    session: null,
    signingIn: false,
    notice: null,
    connected: false,
    ready: null,
    agentNumber: null,
    company: '',
    colour: null,
    returnUrl: null,
    ringing: [],
    call: null,
    ended: null,
    muted: false,
    dialling: false,
  };
  const listeners = new Set<() => void>();
  const set = (change: Partial<PhoneView>) => {
    view = { ...view, ...change };
    for (const listener of [...listeners]) listener();
  };
  let client: AgentClient | null = null;
  let calls: Calls | null = null;
  let stops: (() => void)[] = [];
  // Whether the call came from a link: then the phone goes back by itself.
  let fromLink = readFromLink();

  function look() {
    if (!client || !calls) return;
    const all = calls.all.get();
    const call = all.find(isMine) ?? null;
    const ended = view.call && call?.id !== view.call.id ? (all.find(({ id }) => id === view.call?.id) ?? null) : null;
    // Not one that is at the agent's own telephone.
    const here = call?.parties.some(({ id, device }) => id === call.me.partyId && device === 'browser');
    if (call && here && calls.active.get()?.callId !== call.id) carry(call.id);
    set({ ringing: ringingNow(client.desk.get(), all), call, ...(ended?.state === 'ended' ? { ended } : {}) });
    standBy();
    if (ended?.state === 'ended') over(ended);
  }

  /** While a call rings here its connections are made, so that the answer is heard at once; nothing is taken from the microphone. */
  let ahead: { readonly callId: string; readonly stop: () => void } | null = null;
  function standBy() {
    const offer = client?.desk.get()?.offers.find(({ callId }) => callId !== undefined);
    const callId = (view.call === null && offer?.callId) || null;
    if (ahead?.callId === callId) return;
    ahead?.stop();
    const kind = offer?.helpType === 'VIDEO_CALL' ? 'video' : 'voice';
    ahead = calls === null || callId === null ? null : { callId, stop: calls.standBy(callId, kind) };
  }

  function carry(callId: string) {
    if (!calls) return;
    calls.join(callId);
    calls.local.on('microphone').catch(() => set({ notice: problem('problem.microphone') }));
  }

  function over(call: CallView) {
    calls?.dismiss(call.id);
    if (fromLink?.callId === call.id && view.returnUrl !== null) goBack();
  }

  function open(session: Session) {
    close();
    const agent = createAgentClient({ url, credentials: { bearer: session.token } });
    const made = createCalls({ client: agent });
    client = agent;
    calls = made;
    set({ session, signingIn: false });
    stops = [
      made.all.subscribe(look),
      agent.desk.subscribe((desk) => {
        if (desk) set({ ready: desk.presence.state === 'available' });
        look();
      }),
      made.local.state.subscribe(({ microphone }) => set({ muted: microphone.state === 'muted' })),
      made.movedAway.subscribe((callId) => callId && set({ notice: { kind: 'note', key: 'note.moved', text: '' } })),
      agent.connection.subscribe(({ state, error }) => {
        set({ connected: state === 'configured' || state === 'connected' });
        if (state === 'error' && error?.correctiveAction === 'sign_in') {
          leave();
          set({ notice: problem('problem.signedOut') });
        }
      }),
    ];
    agent.connect();
    agent.call('getPhone').then(
      ({ agentNumber, company, colour, returnUrl }) => set({ agentNumber, company, colour, returnUrl }),
      () => {},
    );
  }

  function close() {
    for (const stop of stops) stop();
    stops = [];
    ahead = null;
    calls?.close();
    client?.close();
    client = null;
    calls = null;
  }
  function leave() {
    close();
    keepSession(null);
    set({ session: null, ready: null, ringing: [], call: null, ended: null, connected: false, signingIn: false });
  }

  async function signIn({ appToken, domain }: Extract<LinkAction, { kind: 'login' }>) {
    set({ signingIn: true, notice: null });
    const visitor = createAgentClient({ url, credentials: { bearer: null } });
    try {
      const {
        agent,
        token = '',
        expiresAt,
      } = await visitor.call('signInToPhone', { body: { tenant: domain, appToken } });
      const session = { tenant: domain, token, expiresAt, name: agent.name, agentId: agent.id };
      keepSession(session);
      open(session);
    } catch (error) {
      set({ signingIn: false, notice: noticeOf(error) });
    } finally {
      visitor.close();
    }
  }

  async function dialLink({ phone, appToken, tempId }: Extract<LinkAction, { kind: 'call' }>) {
    if (!client) return set({ notice: problem('problem.signInFirst') });
    set({ dialling: true, notice: null });
    try {
      const { callId } = await client.call('dialByLink', { body: { phone, appToken, tempId } });
      fromLink = { callId, tempId };
      keepFromLink(fromLink);
    } catch (error) {
      set({ notice: noticeOf(error) });
    } finally {
      set({ dialling: false });
    }
  }

  /** What is refused is said; nothing is shown that did not come about. */
  const tried = async (work: () => Promise<unknown> | null | undefined) => {
    try {
      await work();
    } catch (error) {
      set({ notice: noticeOf(error) });
    }
  };
  function goBack() {
    if (view.returnUrl === null) return;
    const { ended } = view;
    const tempId = ended && fromLink?.callId === ended.id ? fromLink.tempId : null;
    fromLink = null;
    keepFromLink(null);
    location.assign(wayBack(view.returnUrl, { tempId, reason: ended?.endReason ?? null }));
  }

  const known = readSession();
  if (known) open(known);
  return {
    get: () => view,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: (link) => (link.kind === 'login' ? signIn(link) : dialLink(link)),
    setReady: (ready) => tried(() => client?.call('setPresence', { body: { state: ready ? 'available' : 'away' } })),
    async dial(number) {
      set({ dialling: true, notice: null });
      await tried(() => calls?.dial({ number }));
      set({ dialling: false });
    },
    accept: ({ via, id, epoch }) =>
      tried(() =>
        via === 'call'
          ? calls?.accept(id)
          : client?.call('acceptOffer', { params: { contactId: id }, body: { epoch: epoch ?? 1 } }),
      ),
    decline: ({ via, id, epoch }) =>
      tried(() =>
        via === 'call'
          ? calls?.decline(id)
          : client?.call('declineOffer', { params: { contactId: id }, body: { epoch: epoch ?? 1 } }),
      ),
    end: () => tried(() => view.call && calls?.end(view.call.id)),
    hold: () => tried(() => view.call && calls?.hold(view.call.id, view.call.state !== 'held')),
    mute: () => calls?.local.mute(!view.muted),
    press: (digit) => tried(() => view.call && calls?.sendDigits(view.call.id, digit)),
    transfer: (to) => tried(() => view.call && calls?.transfer(view.call.id, to)),
    putAway: () => set({ ended: null }),
    goBack,
    async signOut() {
      await tried(() => client?.call('setPresence', { body: { state: 'away' } }));
      await tried(() => client?.call('signOut'));
      leave();
    },
    say: (notice) => set({ notice }),
    client: () => client,
    calls: () => calls,
  };
}

/** One that I am in, or that goes out for me and does not ring here. */
const isMine = ({ state, me, direction }: CallView): boolean =>
  state !== 'ended' && !me.permissions.answer && (me.partyId !== null || direction === 'outbound');

interface FromLink {
  readonly callId: string;
  readonly tempId: string;
}
const FROM_LINK = 'alongside.phone.from-link';

/** For as long as the tab lives: a page that is loaded again in a call goes back all the same. */
function keepFromLink(link: FromLink | null): void {
  try {
    if (link === null) sessionStorage.removeItem(FROM_LINK);
    else sessionStorage.setItem(FROM_LINK, JSON.stringify(link));
  } catch {
    // Storage may be switched off: the button leads back too.
  }
}
function readFromLink(): FromLink | null {
  try {
    return JSON.parse(sessionStorage.getItem(FROM_LINK) ?? 'null') as FromLink | null;
  } catch {
    return null;
  }
}
