import type { CallView } from '@alongside/protocol';
import { type AgentClient, createAgentClient } from '../agent/client.ts';
import { createCalls, type Calls, type CallsOptions } from '../calls/calls.ts';
import { asAlongsideError } from '../errors.ts';
import { type PortOptions, silent, systemClock, withDefaults } from '../ports/defaults.ts';
import {
  callOutError,
  type DeviceKind,
  dialError,
  type SoftphoneEvent,
  type SoftphoneEvents,
  type TransferError,
} from './events.ts';
import { addPhoneOperations } from './operations.ts';
import { type Ringing, ringingNow } from './ringing.ts';
import { createVoiceTab, type TabChannel } from './voice-tab.ts';

addPhoneOperations();

export interface SoftphoneOptions extends Omit<PortOptions, 'storage' | 'locks'> {
  /** Origin of the server. */
  readonly url: string;
  readonly rtc?: CallsOptions['rtc'];
  /** Where this browser's tabs hear each other; default: BroadcastChannel where it exists. */
  readonly tabs?: TabChannel | null;
}

type Listener<E extends SoftphoneEvent> = (...told: SoftphoneEvents[E]) => void;

/** The softphone in a company's own page, by the published names. docs/phone-link.md explains each. */
export interface Softphone {
  /** Signs in with a call token. Tells `csInitComplete` or `csInitError`, and never rejects. */
  csInit(token: string, domain: string): Promise<void>;
  /** Brings voice into this tab; the one that had it is told. */
  csEnableCall(): void;
  csUnregister(): Promise<void>;
  /** Without a status: the other one. */
  changeCallStatus(status?: 'Online' | 'Offline'): Promise<void>;
  csCallout(number: string, tempId?: string): Promise<void>;
  onAcceptCall(): Promise<void>;
  /** Ends the call, or declines what rings. */
  endCall(): Promise<void>;
  holdCall(): Promise<void>;
  muteCall(): void;
  /** Only 1, this browser, is offered; with another kind `csShowDeviceType` tells what it stays. */
  changeDevice(kind: DeviceKind, number?: string): void;
  reConfigDeviceType(): void;
  getTransferAgent(): Promise<void>;
  csTransferCallAgent(ipphone: string): Promise<void>;
  csTransferCallAcd(queueId: string): Promise<void>;
  /** 1 takes the call that is handed over, 0 does not. */
  responseTransferAgent(answer: 1 | 0): Promise<void>;
  on<E extends SoftphoneEvent>(event: E, listener: Listener<E>): () => void;
  /** For sound: what the other side sends is in `calls.active`. null before `csInit`. */
  calls(): Calls | null;
  close(): void;
}

const RECONNECTS_TOLD = 10;
const isOutbound = ({ direction }: CallView) => direction === 'outbound';

export function createSoftphone(options: SoftphoneOptions): Softphone {
  const { url, rtc, clock = systemClock, logger = silent } = options;
  const { fetch: send } = withDefaults(options, null);
  const listeners = new Map<SoftphoneEvent, Set<(...told: never[]) => void>>();
  const tell = <E extends SoftphoneEvent>(event: E, ...told: SoftphoneEvents[E]) => {
    for (const listener of [...(listeners.get(event) ?? [])]) (listener as Listener<E>)(...told);
  };
  let client: AgentClient | null = null;
  let calls: Calls | null = null;
  let stops: (() => void)[] = [];
  let current: CallView | null = null;
  let ringing: readonly Ringing[] = [];
  let handedOver: { readonly callId: string; readonly to: 'colleague' | 'queue' } | null = null;
  let reconnects = 0;
  let muted = false;
  let status: 'Online' | 'Offline' | null = null;

  const voice = createVoiceTab({
    channel: options.tabs === undefined ? ownTabs() : options.tabs,
    id: `${clock.now()}-${Math.random()}`,
    clock,
    lost() {
      calls?.letGo();
      tell('csShowEnableVoice', true);
    },
  });

  function look() {
    if (!client || !calls) return;
    const views = calls.all.get();
    if (voice.isHere()) {
      const now = ringingNow(client.desk.get(), views);
      for (const one of now.filter(({ key }) => !ringing.some((before) => before.key === key))) {
        if (one.from !== null) tell('csNewCallTransferRequest', one.from);
        tell('csCallRinging', one.number ?? one.name);
      }
      ringing = now;
    }
    const mine = views.find(({ id }) => id === current?.id) ?? views.find(isMine) ?? null;
    if (mine) follow(mine);
  }

  function follow(view: CallView) {
    const before = current?.id === view.id ? current : null;
    current = view;
    if (before === null) tell('csCurrentCallId', view.callCode);
    if (before?.version === view.version) return;
    const goesOn = (one: CallView | null) => one?.state === 'in_progress' || one?.state === 'held';
    if (isCarriedHere(view) && voice.isHere()) carry(view.id);
    if (goesOn(view) && !goesOn(before)) tell(isOutbound(view) ? 'csCustomerAccept' : 'csAcceptCall');
    if (view.state === 'held' && before?.state !== 'held') tell('csHoldCall');
    if (view.state === 'in_progress' && before?.state === 'held') tell('csUnHoldCall');
    const left = view.state === 'ended' || (before !== null && before.me.partyId !== null && view.me.partyId === null);
    if (handedOver?.callId === view.id && left) {
      const isTaken = view.endReason === null || view.endReason === 'transferred';
      // A queue is nobody who could answer.
      if (handedOver.to === 'colleague') tell('csTransferCallResponse', isTaken ? 'OK' : 'NOK');
      handedOver = null;
      if (isTaken) tell('csTransferCallSuccess');
    }
    if (!left) return;
    // A cancel that the network tells was not ours.
    const isGivenUp = view.endReason === 'cancelled' && view.sipStatus === null;
    if (isOutbound(view) && view.answeredAt === null && view.state === 'ended' && !isGivenUp) {
      const { code, sip } = callOutError({ reason: view.endReason, sipStatus: view.sipStatus });
      tell('showCalloutError', code, sip);
    }
    tell('csEndCall');
    calls?.dismiss(view.id);
    current = null;
  }

  function carry(callId: string) {
    if (!calls || calls.active.get()?.callId === callId) return;
    muted = false;
    calls.join(callId);
    calls.local.on('microphone').catch((error) => logger.warn('Softphone: no microphone', { error }));
  }

  async function accept(one: Ringing | undefined): Promise<void> {
    if (!one || !client || !calls) return;
    if (one.via === 'call') await calls.accept(one.id);
    else await client.call('acceptOffer', { params: { contactId: one.id }, body: { epoch: one.epoch ?? 1 } });
  }
  async function decline(one: Ringing | undefined): Promise<void> {
    if (!one || !client || !calls) return;
    if (one.via === 'call') await calls.decline(one.id);
    else await client.call('declineOffer', { params: { contactId: one.id }, body: { epoch: one.epoch ?? 1 } });
  }
  async function transfer(to: { agentId: string } | { queueId: string } | null): Promise<void> {
    const fail = (code: TransferError) => tell('csTransferCallError', code);
    if (to === null) return fail('NOT_CHOOSE_TYPE_TRANSFER');
    if (!calls || current === null) return fail('NOT_IN_A_CALL');
    handedOver = { callId: current.id, to: 'queueId' in to ? 'queue' : 'colleague' };
    try {
      await calls.transfer(current.id, to);
    } catch (error) {
      handedOver = null;
      fail(asAlongsideError(error).code === 'not_found' ? 'COULD_NOT_GET_CALL_INFO' : 'TRANSFER_CALL_FAILED');
    }
  }

  function connect(token: string) {
    const agent = createAgentClient({ ...options, credentials: { bearer: token } });
    const made = createCalls({ client: agent, clock, logger, ...(rtc ? { rtc } : {}) });
    client = agent;
    calls = made;
    stops = [
      made.all.subscribe(look),
      agent.desk.subscribe((desk) => {
        const now = desk && (desk.presence.state === 'available' ? 'Online' : 'Offline');
        if (now && now !== status) tell('csShowCallStatus', now);
        status = now;
        look();
      }),
      made.local.state.subscribe(({ microphone }) => {
        const now = microphone.state === 'muted';
        if (now !== muted && microphone.state !== 'off') tell(now ? 'csMuteCall' : 'csUnMuteCall');
        muted = now;
      }),
      agent.connection.subscribe(({ state }) => {
        if (state === 'configured') reconnects = 0;
        if (state === 'reconnecting') tell('csNotifyReconnecting', ++reconnects, RECONNECTS_TOLD);
        if (state === 'error' || state === 'closed') tell('csOndisconnected');
      }),
    ];
    agent.connect();
  }

  function leave() {
    for (const stop of stops) stop();
    stops = [];
    calls?.close();
    client?.close();
    calls = null;
    client = null;
    current = null;
    status = null;
    ringing = [];
    voice.release();
  }

  return {
    async csInit(token, domain) {
      leave();
      const place = `${url}/${encodeURIComponent(domain)}/thirdParty/login`;
      try {
        const answer = await send(place, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token }),
        });
        if (answer.status !== 200) return tell('csInitError', answer.status);
        const { user } = JSON.parse(await answer.text()) as { user: { token: string } };
        connect(user.token);
      } catch {
        return tell('csInitError', 0);
      }
      const here = await voice.ask();
      tell('csInitComplete');
      tell('csShowEnableVoice', !here);
      tell('csShowDeviceType', 1);
      look();
    },
    csEnableCall() {
      voice.take();
      tell('csShowEnableVoice', false);
      look();
      if (current && isCarriedHere(current)) carry(current.id);
    },
    async csUnregister() {
      await client?.call('signOut').catch(() => {});
      leave();
      tell('csOndisconnected');
    },
    async changeCallStatus(asked) {
      if (!client) return;
      const isOnline = client.desk.get()?.presence.state === 'available';
      const wanted = asked === undefined ? !isOnline : asked === 'Online';
      await client.call('setPresence', { body: { state: wanted ? 'available' : 'away' } });
    },
    async csCallout(number, tempId) {
      if (!calls) return tell('showCalloutError', 'ERROR_CALLOUT_CONNECT', null);
      tell('showCalloutInfo', number);
      try {
        await calls.dial({ number, ...(tempId === undefined ? {} : { tempId }) });
      } catch (error) {
        tell('showCalloutError', dialError(asAlongsideError(error).code), null);
      }
    },
    onAcceptCall: () => accept(ringing[0]),
    async endCall() {
      if (current && calls && current.me.partyId !== null) await calls.end(current.id);
      else await decline(ringing[0]);
    },
    async holdCall() {
      if (current && calls) await calls.hold(current.id, current.state !== 'held');
    },
    muteCall() {
      calls?.local.mute(!muted);
    },
    changeDevice: () => tell('csShowDeviceType', 1),
    reConfigDeviceType: () => tell('csShowDeviceType', 1),
    async getTransferAgent() {
      if (!client) return;
      const { colleagues } = await client.call('listPhoneColleagues');
      tell(
        'csListTransferAgent',
        colleagues.map(({ agentNumber, name, state }) => ({ ipphone: agentNumber, name, status: state })),
      );
    },
    async csTransferCallAgent(ipphone) {
      if (!client) return;
      const { colleagues } = await client.call('listPhoneColleagues');
      const to = colleagues.find(({ agentNumber }) => agentNumber === ipphone);
      await transfer(to ? { agentId: to.agentId } : null);
    },
    csTransferCallAcd: (queueId) => transfer(queueId === '' ? null : { queueId }),
    responseTransferAgent(answer) {
      const asked = ringing.find(({ from }) => from !== null);
      return answer === 1 ? accept(asked) : decline(asked);
    },
    on(event, listener) {
      const heard = listeners.get(event) ?? new Set();
      listeners.set(event, heard);
      heard.add(listener as (...told: never[]) => void);
      return () => heard.delete(listener as (...told: never[]) => void);
    },
    calls: () => calls,
    close() {
      leave();
      voice.close();
    },
  };
}

/** Not one that is at my own telephone. */
const isCarriedHere = ({ state, me, parties }: CallView): boolean =>
  state !== 'ended' && parties.some(({ id, device }) => id === me.partyId && device === 'browser');

/** A call in which I am, or that I placed. */
const isMine = ({ state, me, direction }: CallView): boolean =>
  state !== 'ended' && (me.partyId !== null || direction === 'outbound') && !me.permissions.answer;

function ownTabs(): TabChannel | null {
  const { BroadcastChannel: Channel } = globalThis as unknown as {
    BroadcastChannel?: new (name: string) => TabChannel;
  };
  return Channel ? new Channel('alongside-voice') : null;
}
