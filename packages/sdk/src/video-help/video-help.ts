import type { CallView } from '@alongside/protocol';
import type { Alongside } from '../alongside.ts';
import { type Calls, type CallsOptions, createCalls } from '../calls/calls.ts';
import type { Sending } from '../conversation/outbox.ts';
import type { Message } from '../conversation/timeline.ts';
import { noConversation } from '../errors.ts';
import { createValue } from '../observable.ts';
import { silent } from '../ports/defaults.ts';
import { asVideoCallError, VideoCallError } from './video-call-error.ts';
import { type VideoCallState, videoCallStateOf } from './video-call-state.ts';

/** Published words for what happens around a call. START_OPERATION is never told: nothing on our wire stands for it. */
export type ManageCallEvent = 'NO_EVENT' | 'CALL_MINIMIZED' | 'MESSAGE_RECEIVED' | 'START_OPERATION';

export interface VideoCallResult {
  success(): void;
  failure(error: VideoCallError): void;
}

export interface VideoHelpOptions extends Omit<CallsOptions, 'client'> {
  readonly alongside: Alongside;
  /** The app's own, where it has one already; else one is made, and closed with this. */
  readonly calls?: Calls;
}

/** Video help by the published names. docs/online-help.md explains each. */
export interface VideoHelp {
  /**
   * Resolves when the customer waits; the app draws the wait. Rejects with VideoCallError, and tells `callback` the same.
   * @param idNumber national number, at most 64 characters; 0: the company knows none
   * @param txCode the transaction hash, fetched by the company's server for this customer and this device
   * @param attachedData as `attachedData` of `startAnonymousOnlineHelp`
   */
  startVideoCallWithAttachedDataInBackground(
    idNumber: string | number,
    customerId: string,
    customerName: string,
    customerPhone: string | number | null,
    txCode: string,
    attachedData: Readonly<Record<string, string>> | null,
    callback?: VideoCallResult,
  ): Promise<void>;
  /** Gives up the wait, or ends the call; without one nothing happens. Rejects with VideoCallError: DLGEXCPINP_CUSTOMER_ID if another customer started it. */
  stopVideoCall(customerId: string): Promise<void>;
  readonly videoCallState: VideoCallState;
  /** Calls on each change. The answer ends it. */
  subscribeToVideoCallStateEvent(listener: (state: VideoCallState) => void): () => void;
  readonly manageCallEvent: ManageCallEvent;
  /** Calls at each event; each message is one. The answer ends it. */
  subscribeToManageCallEvent(listener: (event: ManageCallEvent) => void): () => void;
  /** What came with the last event: with MESSAGE_RECEIVED the message, else null. */
  getManageCallEventData(): Message | null;
  /** Written into the call's conversation, as `conversation.sendText`. Throws AlongsideError if the text is blank or too long, or without a call. */
  sendMessageToRemote(text: string): Sending;
  /** The app has made the call's screen small: CALL_MINIMIZED. Nothing happens without a call. */
  minimize(): void;
  /** The app has brought the call's screen back: NO_EVENT. */
  turnBackToVideoCall(): void;
  /** For sound and pictures: `calls.active` has what the other side sends, `calls.local` our own. */
  readonly calls: Calls;
  /** Takes the call's screen away: media are let go, CALL_ACTIVITY_DESTROYED is the last word if there was a call. It hangs up nothing. */
  close(): void;
}

const ID_NUMBER_CHARACTERS = 64;

export function createVideoHelp(options: VideoHelpOptions): VideoHelp {
  const { alongside, calls: given, ...surroundings } = options;
  const { logger = silent } = options;
  const { help, conversation } = alongside;
  const calls = given ?? createCalls({ client: alongside, ...surroundings });
  const state = createValue<VideoCallState>('NO_CALL', logger);
  const event = createValue<{ event: ManageCallEvent; data: Message | null }>(
    { event: 'NO_EVENT', data: null },
    logger,
  );
  /** What was started here: whose it is, and as which contact once it waits. */
  let started: { readonly customerId: string; readonly contactId: string | null } | null = null;
  let starting = false;
  let minimized = false;
  /** The last message told of; null: what was written before this page was opened is not here yet. */
  let told: { readonly contactId: string | null; readonly upTo: number | null } = { contactId: null, upTo: null };
  /** The call that was joined, once: the app may let go of it. */
  let carried: string | null = null;
  let closed = false;

  const tell = (next: ManageCallEvent, data: Message | null = null) => event.set({ event: next, data });

  /** Started here, or on this device before a reload: then its log says what it is. */
  const isVideoHelp = () => {
    const { contactId } = help.get();
    if (contactId === null) return false;
    if (started?.contactId === contactId) return true;
    return conversation.timeline.get().some((item) => {
      if (item.type !== 'event' || item.body.kind !== 'contact.requested') return false;
      return item.body.contactId === contactId && item.body.helpType === 'VIDEO_CALL';
    });
  };
  const isGoing = () => ['waiting', 'active'].includes(help.get().phase);
  const isLive = () => isGoing() && isVideoHelp();
  const callOf = (contactId: string | null) =>
    calls.all.get().find((view) => contactId !== null && view.contactId === contactId) ?? null;

  function carry({ id, state, kind, me }: CallView) {
    if (!calls.isSupported || carried === id || calls.active.get() !== null) return;
    if (state === 'ringing') return void calls.standBy(id, kind);
    if (state === 'requested' || state === 'ended' || me.partyId === null) return;
    carried = id;
    calls.join(id);
    const { microphone, camera } = calls.local.state.get();
    // What the app has switched on by itself is its choice.
    if (microphone.state === 'off' && camera.state === 'off') void takeDevices(id);
  }

  async function takeDevices(callId: string) {
    try {
      const problem = await calls.local.onBoth();
      if (problem) logger.warn('Video help: no camera', { error: problem });
    } catch (error) {
      logger.warn('Video help: no microphone', { error });
    }
    // The person may have been asked for longer than the call lasted.
    if (calls.active.get()?.callId !== callId) await calls.local.allOff();
  }

  function hear(contactId: string | null) {
    if (told.contactId !== contactId) told = { contactId, upTo: started?.contactId === contactId ? 0 : null };
    const written = conversation.messages.get().filter(({ from }) => from.kind === 'agent');
    if (told.upTo === null) {
      if (conversation.status.get().caughtUp) told = { contactId, upTo: written.at(-1)?.seq ?? 0 };
      return;
    }
    for (const message of written) {
      const { seq } = message;
      if (seq === null || seq <= (told.upTo ?? 0)) continue;
      told = { contactId, upTo: seq };
      tell('MESSAGE_RECEIVED', message);
    }
  }

  function look() {
    if (closed) return;
    const { phase, contactId } = help.get();
    if (starting && started && phase === 'waiting') started = { ...started, contactId };
    if (phase === 'idle') return void state.set('NO_CALL');
    if (!isVideoHelp()) return;
    const call = callOf(contactId);
    state.set(videoCallStateOf(phase, call));
    hear(contactId);
    if (!isGoing()) return turnBack();
    if (call) carry(call);
  }

  function turnBack() {
    if (!minimized) return;
    minimized = false;
    tell('NO_EVENT');
  }

  const stops = [help, calls.all, conversation.messages, conversation.status, conversation.timeline].map((source) =>
    source.subscribe(look),
  );
  look();

  async function start(
    ...[idNumber, customerId, customerName, customerPhone, txCode, attachedData]: Parameters<
      VideoHelp['startVideoCallWithAttachedDataInBackground']
    >
  ) {
    const number = String(idNumber ?? '').trim();
    if (!number || number.length > ID_NUMBER_CHARACTERS)
      throw new VideoCallError('DLGEXCPINP_IDNUMBER', 'idNumber must have 1 to 64 characters; 0: none.', 'fix_request');
    if (closed) throw new VideoCallError('DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE', 'This was closed.', 'none', 'closed');
    const request = {
      idNumber,
      customerId,
      customerName,
      customerPhone,
      transactionHash: txCode,
      ...(attachedData && { attachedData }),
      helpType: 'VIDEO_CALL',
      isLoggedIn: false,
      isBackground: true,
    } as const;
    // The client refuses it; what goes on stays whose it is.
    if (starting || isGoing()) return alongside.startAnonymousOnlineHelp(request);
    const before = started;
    starting = true;
    started = { customerId: String(customerId), contactId: null };
    try {
      await alongside.startAnonymousOnlineHelp(request);
      if (event.get().event !== 'NO_EVENT') tell('NO_EVENT');
    } catch (error) {
      started = before;
      throw error;
    } finally {
      starting = false;
      look();
    }
  }

  return {
    calls,
    startVideoCallWithAttachedDataInBackground(...asked) {
      const outcome = start(...asked).catch((error) => {
        throw asVideoCallError(error);
      });
      const callback = asked[6];
      // Whoever listens by callback may leave the promise alone.
      if (callback)
        outcome.then(
          () => callback.success(),
          (error) => callback.failure(error),
        );
      return outcome;
    },
    async stopVideoCall(customerId) {
      const isMine = starting || started?.contactId === help.get().contactId;
      const isOther = isMine && started !== null && started.customerId !== String(customerId);
      if (!String(customerId ?? '').trim() || isOther)
        throw new VideoCallError('DLGEXCPINP_CUSTOMER_ID', 'This customer started no video call here.', 'fix_request');
      if (!starting && !isLive()) return;
      try {
        // An agent may be first: then it is the call that ends.
        if ((await alongside.closeMessaging()).outcome === 'started') await alongside.endChat();
      } catch (error) {
        throw asVideoCallError(error);
      }
    },
    get videoCallState() {
      return state.get();
    },
    subscribeToVideoCallStateEvent: state.subscribe,
    get manageCallEvent() {
      return event.get().event;
    },
    subscribeToManageCallEvent: (listener) => event.subscribe((now) => listener(now.event)),
    getManageCallEventData: () => event.get().data,
    sendMessageToRemote(text) {
      if (closed || !isLive()) throw noConversation();
      return conversation.sendText(text);
    },
    minimize() {
      if (closed || minimized || !isLive()) return;
      minimized = true;
      tell('CALL_MINIMIZED');
    },
    turnBackToVideoCall: turnBack,
    close() {
      if (closed) return;
      closed = true;
      for (const stop of stops) stop();
      if (!given) calls.close();
      else if (calls.active.get()?.callId === callOf(help.get().contactId)?.id) calls.letGo();
      if (state.get() !== 'NO_CALL') state.set('CALL_ACTIVITY_DESTROYED');
    },
  };
}
