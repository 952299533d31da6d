import type { Entry, OnlineHelpStatus, QueueStanding, Started } from '@alongside/protocol';
import { LIMITS } from '@alongside/protocol/constants';
import { persist } from '../backoff.ts';
import type { Connection } from '../connection/connection.ts';
import { noMarks } from '../conversation/marks.ts';
import type { Room } from '../conversation/room.ts';
import type { ConversationStatus } from '../conversation/view.ts';
import { AlongsideError, asAlongsideError, closedError, isFatal } from '../errors.ts';
import type { Http } from '../http.ts';
import { createValue, isSame } from '../observable.ts';
import type { Ports } from '../ports/defaults.ts';
import type { Timers } from '../timers.ts';
import { deviceHash } from './device.ts';
import { afterEntry, afterStatus, chatStateOf, type HelpState, idle, type OnlineHelpChatState } from './help-state.ts';
import { prepareStart } from './prepare-start.ts';
import { createSessionStore, keptOf, type OpenStart, type Session } from './session.ts';
import { asOnlineHelpError, checkStart, OnlineHelpError, type OnlineHelpRequest } from './start-request.ts';

const START_MS = LIMITS.startRetrySeconds * 1000;

export interface CloseOutcome {
  /** cancelled: the wait is over · started: an agent was first, the chat goes on · ended: it was over already. */
  readonly outcome: 'cancelled' | 'started' | 'ended';
}

export interface SurveyAnswer {
  /** 1 to 5; 5 is best. */
  readonly score: number;
  /** At most 2,000 characters. */
  readonly comment?: string;
}

export interface CallBackRequest {
  /** 3 to 40 of digits, blanks and + ( ) . / - */
  readonly phone: string;
  /** At most 1,000 characters. */
  readonly note?: string;
}

interface OnlineHelpOptions {
  readonly tenant: string;
  readonly locale: string | undefined;
  readonly prefix: string;
  readonly http: Http;
  readonly ports: Ports;
  readonly timers: Timers;
  readonly connection: Connection;
  readonly openRoom: (conversationId: string, fresh: boolean) => Room;
  readonly closeRoom: () => void;
}

/** The customer's help from start to end: the session, and the state that the log, the signals and the server's summary make together. */
export type OnlineHelp = ReturnType<typeof createOnlineHelp>;

export function createOnlineHelp(options: OnlineHelpOptions) {
  const { http, ports, timers, prefix } = options;
  const { random, logger } = ports;
  const kept = createSessionStore(ports.storage, prefix);
  const help = createValue<HelpState>(idle, logger);
  const chatState = createValue<OnlineHelpChatState>('NO_CHAT', logger);
  let session: Session | null = null;
  let room: Room | null = null;
  let starting: Promise<void> | null = null;
  let resuming: Promise<boolean> | null = null;
  let closed = false;

  const isGoing = () => ['waiting', 'active'].includes(help.get().phase);

  const store = (task: Promise<unknown>) =>
    task.catch((error) => logger.warn('The session could not be stored.', { error }));

  const become = (next: HelpState) => {
    const old = help.get();
    if (next === old) return;
    help.set(next);
    chatState.set(chatStateOf(next));
    if (isSame(keptOf(old), keptOf(next))) return;
    logger.info(`Help: ${next.phase}`);
    if (!session) return;
    session = { ...session, ...keptOf(next) };
    // A wait that was given up leaves nothing to come back to.
    void store(next.endReason === 'cancelled_by_customer' ? kept.session.drop() : kept.session.save(session));
    if (next.phase === 'ended' && old.phase !== 'ended') ended();
  };

  function ended() {
    const over = room;
    over?.end();
    const connected = options.connection.isWelcomed();
    options.connection.retire();
    if (!connected && over) persist(() => over.catchUp(), START_MS, timers, random).catch(() => {});
  }

  /** The session is gone on the server: over for this device, and only a new start helps. */
  function die({ message }: AlongsideError) {
    if (!session) return;
    // Nobody has seen this help since the reload, so nobody needs to see it end.
    if (resuming) return void dismiss();
    session = null;
    void store(kept.session.drop());
    room?.end();
    options.connection.stop('error', new AlongsideError('session_expired', 'start_again', message));
    if (isGoing()) become({ ...help.get(), phase: 'ended', standing: null });
  }

  const applyStatus = (status: OnlineHelpStatus, decided = false) => {
    if (!room || status.conversationId !== room.id) return;
    const { agentDeliveredUpTo, agentReadUpTo, customerReadUpTo } = status.marks;
    room.raise('agent', { delivered: agentDeliveredUpTo, read: agentReadUpTo });
    room.raise('customer', { read: customerReadUpTo });
    // An older answer must not undo what the log has told since.
    if (decided || status.lastSeq >= room.cursor()) become(afterStatus(help.get(), status));
  };
  const ask = async (method: string, path: string, forMs: number, body?: object) => {
    try {
      return await persist(
        () => http.json<OnlineHelpStatus>(method, `/v1/online-help${path}`, { body }),
        forMs,
        timers,
        random,
      );
    } catch (error) {
      if (isFatal(asAlongsideError(error))) die(asAlongsideError(error));
      throw error;
    }
  };

  const begin = (next: Session, fresh: boolean) => {
    session = next;
    room = options.openRoom(next.conversationId, fresh);
    const { conversationId, contactId } = next;
    if (next.phase !== 'ended') options.connection.start();
    become({ ...idle, conversationId, contactId, ...keptOf(next) });
  };

  async function dismiss() {
    const old = room;
    session = room = null;
    options.connection.stop(closed ? 'closed' : 'idle');
    options.closeRoom();
    become(idle);
    await store(kept.session.drop());
    if (old) await store(old.forget());
  }

  async function askToStart({ body }: OpenStart, forMs: number): Promise<Started> {
    try {
      return await persist(() => http.json('POST', '/v1/online-help/start', { body }), forMs, timers, random);
    } catch (error) {
      // Closed on the way: the next life of this page may still ask for the answer.
      if (!closed) await store(kept.start.drop());
      throw error;
    }
  }

  async function adopt(started: Started, { isBackground, waitDisplayText }: OpenStart) {
    await dismiss();
    const next = { ...started, ...keptOf({ ...idle, phase: 'waiting', isBackground, waitDisplayText }) };
    await store(kept.session.save(next));
    await store(kept.start.drop());
    if (closed) throw closedError();
    begin(next, true);
  }

  async function start(request: OnlineHelpRequest) {
    if (closed) throw closedError();
    const checked = checkStart(request);
    if (isGoing() || starting)
      throw new OnlineHelpError(
        'DLGEXCP_USER_IS_IN_CALL_NOW',
        'A help is going on already.',
        'none',
        'already_in_help',
      );
    const run = async () => {
      const open = await prepareStart(request, checked, options);
      await store(kept.start.save(open));
      await adopt(await askToStart(open, START_MS), open);
    };
    starting = run().finally(() => {
      starting = null;
    });
    return starting;
  }

  async function resume() {
    if (closed) throw closedError();
    await starting?.catch(() => {});
    if (help.get().phase !== 'idle') return true;
    const open = await kept.start.load();
    const left = open ? open.askedAt + START_MS - timers.now() : 0;
    if (open && left > 0)
      await askToStart(open, left).then(
        (started) => adopt(started, open),
        () => {},
      );
    else if (open) await store(kept.start.drop());
    if (!session) {
      const found = await kept.session.load();
      if (!found || closed) return false;
      begin(found, false);
    }
    try {
      applyStatus(await ask('GET', '', Number.POSITIVE_INFINITY));
    } catch (error) {
      if (closed) throw error;
      logger.warn('The state of the help could not be read.', { error });
    }
    return session !== null;
  }

  return {
    help,
    chatState,
    token: () => session?.token ?? null,
    customer: () => ({ id: null, name: session?.customer.name ?? '' }),
    deviceHash: () => deviceHash(ports, prefix),
    start(request: OnlineHelpRequest) {
      const outcome = start(request).catch((error) => {
        throw asOnlineHelpError(error);
      });
      const { onlineHelpStartResult: callback } = request;
      // Whoever listens by callback may leave the promise alone.
      if (callback)
        outcome.then(
          () => callback.success(),
          (error) => callback.failure(error),
        );
      return outcome;
    },
    resume() {
      resuming ??= resume().finally(() => {
        resuming = null;
      });
      return resuming;
    },
    async cancel(): Promise<CloseOutcome> {
      await starting?.catch(() => {});
      const { phase } = help.get();
      if (phase !== 'waiting') return { outcome: phase === 'active' ? 'started' : 'ended' };
      try {
        const status = await ask('POST', '/cancel', START_MS);
        applyStatus(status, true);
        return { outcome: status.endReason === 'cancelled_by_customer' ? 'cancelled' : 'ended' };
      } catch (thrown) {
        const { code } = asAlongsideError(thrown);
        if (code === 'contact_started') {
          refresh();
          return { outcome: 'started' };
        }
        if (!session) return { outcome: 'ended' };
        throw thrown;
      }
    },
    async end() {
      await starting?.catch(() => {});
      if (isGoing()) applyStatus(await ask('POST', '/end', START_MS), true);
    },
    async answerSurvey(answer: SurveyAnswer) {
      await ask('PUT', '/survey', START_MS, answer);
      become({ ...help.get(), surveyAsked: false, surveyAnswered: true });
    },
    async requestCallBack(request: CallBackRequest) {
      // Asked once: a second request would be told that the wait is over, and not by what.
      await ask('POST', '/call-back', 0, request);
      become({ ...help.get(), callBackAsked: true });
      refresh();
    },
    dismiss,
    die,
    entries(entries: readonly Entry[]) {
      become(entries.reduce(afterEntry, help.get()));
    },
    standing(standing: QueueStanding) {
      if (help.get().phase === 'waiting') become({ ...help.get(), standing });
    },
    drawn({ typing }: ConversationStatus) {
      const { agent, customer } = room?.marks() ?? noMarks;
      const now = help.get();
      const marks = {
        agentDeliveredUpTo: agent.delivered,
        agentReadUpTo: agent.read,
        customerReadUpTo: customer.read,
      };
      const agentTyping = typing !== null;
      const next = { ...now, agentTyping, marks: isSame(now.marks, marks) ? now.marks : marks };
      if (!isSame(now, next)) become(next);
    },
    refresh,
    close() {
      closed = true;
    },
  };

  function refresh() {
    ask('GET', '', 0).then(applyStatus, () => {});
  }
}
