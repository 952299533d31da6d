import type { Down, SocketTicket, WidgetConfig } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import { persist } from './backoff.ts';
import { type Connection, createConnection } from './connection/connection.ts';
import type { Line } from './connection/line.ts';
import type { ConnectionStatus } from './connection/status.ts';
import { createSubscriptions } from './connection/subscriptions.ts';
import { createConversation } from './conversation/conversation.ts';
import { openRoom, type Room } from './conversation/room.ts';
import type { Conversation } from './conversation/view.ts';
import type { HelpState, OnlineHelpChatState } from './help/help-state.ts';
import { type CallBackRequest, type CloseOutcome, createOnlineHelp, type SurveyAnswer } from './help/online-help.ts';
import type { OnlineHelpRequest } from './help/start-request.ts';
import { createHttp } from './http.ts';
import { createValue, type Observable } from './observable.ts';
import { type PortOptions, withDefaults } from './ports/defaults.ts';
import { createTimers } from './timers.ts';
import { CLIENT } from './version.ts';

export interface AlongsideOptions extends PortOptions {
  /** Origin of the server, http or https; a path in front of `/v1` is kept. */
  readonly url: string;
  /** The tenant's domain word. */
  readonly tenant: string;
  /** BCP 47; told to the agent's side. */
  readonly locale?: string;
}

/** A customer's live help on this device. The README explains each part. */
export interface Alongside {
  /** Base64 of 32 random bytes, made once per device and kept. */
  getDeviceHash(): Promise<string>;
  /** The tenant's public face. Rejects with AlongsideError. */
  getWidgetConfig(): Promise<WidgetConfig>;
  /** Resolves when the customer waits in the queue; rejects with OnlineHelpError. A lost answer is asked for again for 60 s. */
  startAnonymousOnlineHelp(request: OnlineHelpRequest): Promise<void>;
  /** The same for a customer whom the company knows: with `registration` in place of a hash. */
  startRegisteredOnlineHelp(request: OnlineHelpRequest): Promise<void>;
  readonly onlineHelpState: OnlineHelpChatState;
  /** Calls on each change. The answer ends it. */
  subscribeToOnlineHelpChatStateEvent(listener: (state: OnlineHelpChatState) => void): () => void;
  /** Gives up the wait; an agent may have been first. */
  closeMessaging(): Promise<CloseOutcome>;
  /** Ends the chat, or the wait. */
  endChat(): Promise<void>;
  /** How it went, where `help.surveyAsked`; once. The same answer again is harmless. Rejects with AlongsideError. */
  answerSurvey(answer: SurveyAnswer): Promise<void>;
  /**
   * Stops waiting and asks to be called back, where `help.standing.callBack`. Rejects with AlongsideError; never sent twice by itself: after
   * `network_lost`, `help.callBackAsked` tells whether it was taken.
   */
  requestCallBack(request: CallBackRequest): Promise<void>;
  /** After a reload: continues what this device has kept. False if there is nothing. */
  resume(): Promise<boolean>;
  /** Forgets the conversation on this device; it goes on for the agent, if it was going on. */
  dismiss(): Promise<void>;
  /** Ends the socket and every timer. What is kept stays. */
  close(): void;
  readonly help: Observable<HelpState>;
  readonly conversation: Conversation;
  readonly connection: Observable<ConnectionStatus>;
  /** For further entries of this package, as `@alongside/sdk/calls`. */
  readonly line: Line;
}

export function createAlongside(options: AlongsideOptions): Alongside {
  const { url, tenant, locale } = options;
  const ports = withDefaults(options, 'alongside');
  const { fetch, logger, random } = ports;
  const timers = createTimers(ports.clock);
  const prefix = `alongside/${tenant}/`;
  const http = createHttp({ url, timers, fetch, cookies: false, bearer: () => onlineHelp.token() });
  const face = createConversation(http, logger);
  const frames = createValue<Down | null>(null, logger);
  let room: Room | null = null;

  const connection: Connection = createConnection({
    url,
    client: CLIENT,
    ports,
    timers,
    ticket: async () => (await http.json<SocketTicket>('POST', '/v1/socket-tickets')).ticket,
    events: {
      welcome: () => subscriptions.welcome(),
      lost: () => subscriptions.lost(),
      frame(frame) {
        frames.set(frame);
        if (frame.t === 'entries' || frame.t === 'resync') return subscriptions.frame(frame);
        if (!('conversationId' in frame) || frame.conversationId !== room?.id) return;
        if (frame.t === 'standing') onlineHelp.standing(frame.standing);
        else room.signal(frame);
      },
    },
  });
  const subscriptions = createSubscriptions({ ...connection, timers, random });

  const closeRoom = () => {
    room?.close();
    room = null;
    face.enter(null);
  };
  const onlineHelp = createOnlineHelp({
    tenant,
    locale,
    prefix,
    http,
    ports,
    timers,
    connection,
    closeRoom,
    openRoom(id, fresh) {
      room = openRoom({
        id,
        fresh,
        side: 'customer',
        me: onlineHelp.customer,
        mayMark: () => true,
        storagePrefix: prefix,
        http,
        connection,
        subscriptions,
        ports,
        timers,
        draw(drawn, status) {
          face.draw(drawn, status);
          onlineHelp.drawn(status);
        },
        onEntries: onlineHelp.entries,
        onCaughtUp() {
          connection.configured();
          onlineHelp.refresh();
        },
        onRefused: (error) => connection.stop('error', error),
      });
      face.enter(room);
      return room;
    },
  });
  connection.status.subscribe(({ state, error }) => {
    if (state === 'error' && error && ['not_authenticated', 'session_expired'].includes(error.code))
      onlineHelp.die(error);
  });

  return {
    getDeviceHash: onlineHelp.deviceHash,
    getWidgetConfig: () =>
      persist(
        () => http.json<WidgetConfig>('GET', '/v1/widget-config', { query: { tenant } }),
        LIMITS.startRetrySeconds * 1000,
        timers,
        random,
      ),
    startAnonymousOnlineHelp: onlineHelp.start,
    startRegisteredOnlineHelp: onlineHelp.start,
    get onlineHelpState() {
      return onlineHelp.chatState.get();
    },
    subscribeToOnlineHelpChatStateEvent: onlineHelp.chatState.subscribe,
    closeMessaging: onlineHelp.cancel,
    endChat: onlineHelp.end,
    answerSurvey: onlineHelp.answerSurvey,
    requestCallBack: onlineHelp.requestCallBack,
    resume: onlineHelp.resume,
    dismiss: onlineHelp.dismiss,
    close() {
      onlineHelp.close();
      connection.stop('closed');
      room?.close();
      timers.close();
    },
    help: onlineHelp.help,
    conversation: face,
    connection: connection.status,
    line: { ...connection, ...http, frames },
  };
}
