import type { Alongside, HelpState, OnlineHelpRequest } from '@alongside/sdk';
import type { FrameMessage, HostMessage, Method } from '../../bridge/messages.ts';
import type { CallsUi, Kind } from '../calls/calls-ui.tsx';
import type { Store } from '../store.ts';
import { isOutsideHours, toHelpError } from './help-error.ts';
import type { OpenMemory } from './open-memory.ts';
import type { UiState } from './ui-state.ts';

export type SessionPorts = {
  readonly alongside: Alongside;
  readonly ui: Store<UiState>;
  readonly memory: OpenMemory;
  /** To the host page; nobody hears where the widget stands alone. */
  readonly tell: (message: FrameMessage) => void;
  /** Loads what draws calls. */
  readonly openCalls: () => Promise<CallsUi | null>;
  readonly setTimeout: (task: () => void, ms: number) => unknown;
};

/** The widget's behaviour without its looks: answers the host page and decides when the panel opens. */
export type Session = {
  hear(message: HostMessage): void;
  /** Ask the host page to show or hide the panel. */
  show(): void;
  hide(): void;
};

/** A start that is refused at once is the developer's to mend; the panel would only flash. */
const OPEN_AFTER_MS = 150;
/** How long a sign-out waits for the server before the device forgets all the same. */
const LEAVE_MS = 3000;

/** Whether the wait is drawn by the host's own app. */
export const waitsUnseen = (help: HelpState) => help.phase === 'waiting' && help.isBackground && !help.everStarted;

/** Whether a hidden panel leaves a button to come back by. */
export function isWorthABubble(help: HelpState, endSeen: boolean): boolean {
  if (help.phase === 'ended') return help.everStarted && !endSeen;
  return help.phase === 'active' || (help.phase === 'waiting' && !waitsUnseen(help));
}

/** Starts after the SDK has resumed, so that what is told first is what is so. */
export function createSession({ alongside, ui, memory, tell, openCalls, setTimeout }: SessionPorts): Session {
  const { help, conversation } = alongside;
  let phase = help.get().phase;

  const wish = (open: boolean, focus: boolean) => tell({ t: 'wish', open, focus });
  const tellActive = () => tell({ t: 'active', active: isWorthABubble(help.get(), ui.get().endSeen) });
  const tellUnread = () => tell({ t: 'unread', count: conversation.status.get().unread });
  const tellState = () => tell({ t: 'state', state: alongside.onlineHelpState });

  help.subscribe((state) => {
    const before = phase;
    phase = state.phase;
    tellActive();
    // Somebody answered and the customer has not yet seen a panel: it opens. Later it stays as the customer left it.
    if (before === 'waiting' && phase === 'active' && memory.read() === null) wish(true, false);
  });
  alongside.subscribeToOnlineHelpChatStateEvent(tellState);
  conversation.status.subscribe(tellUnread);
  ui.subscribe(tellActive);

  /** The page may leave the kind of help to the customer: `helpType` is then a list. */
  async function chosen(request: OnlineHelpRequest): Promise<OnlineHelpRequest> {
    const kinds: unknown = request?.helpType;
    if (!Array.isArray(kinds)) {
      if (/call$/i.test(String(kinds))) void openCalls();
      return request;
    }
    const [first = 'CHAT'] = kinds as Kind[];
    if (kinds.length < 2 || !(await openCalls())) return { ...request, helpType: first };
    const choice = new Promise<Kind>((choose, reject) => {
      const leave = () =>
        reject(
          toHelpError({
            errorMsg: 'The customer chose no kind of help.',
            errorCode: 'DLGEXCP_GENERAL_EXCEPTION',
            correctiveAction: 'none',
          }),
        );
      ui.set({ choice: { kinds: kinds as Kind[], choose, leave } });
    });
    wish(true, true);
    try {
      return { ...request, helpType: await choice };
    } finally {
      ui.set({ choice: null });
    }
  }

  async function start(asked: OnlineHelpRequest): Promise<void> {
    if (phase === 'idle' || phase === 'ended') memory.forget();
    ui.set({ failure: null, endSeen: false });
    const request = await chosen(asked);
    const drawsTheWait = request?.isBackground === false;
    let settled = false;
    if (drawsTheWait) {
      setTimeout(() => {
        if (settled) return;
        ui.set({ starting: true });
        wish(true, true);
      }, OPEN_AFTER_MS);
    }
    try {
      await alongside.startAnonymousOnlineHelp(request);
      if (drawsTheWait) wish(true, true);
    } catch (error) {
      const failure = toHelpError(error);
      if (drawsTheWait && !failure.errorCode.startsWith('DLGEXCPINP_')) {
        ui.set({ failure: { ...failure, closed: isOutsideHours(error) } });
        wish(true, true);
      }
      throw error;
    } finally {
      settled = true;
      ui.set({ starting: false });
    }
  }

  /** Whoever leaves the app leaves the queue and the chat too; without a network the device still forgets. */
  async function leave(): Promise<void> {
    if (phase === 'waiting' || phase === 'active') await alongside.endChat().catch(() => {});
  }

  async function answer(method: Method, params: unknown): Promise<unknown> {
    switch (method) {
      case 'getDeviceHash':
        return alongside.getDeviceHash();
      case 'startAnonymousOnlineHelp':
        return start(params as OnlineHelpRequest);
      case 'closeMessaging': {
        const closed = await alongside.closeMessaging();
        if (closed.outcome === 'cancelled') wish(false, false);
        return closed;
      }
      case 'forget':
        await Promise.race([leave(), new Promise<void>((resolve) => setTimeout(resolve, LEAVE_MS))]);
        await alongside.dismiss();
        memory.forget();
        return wish(false, false);
    }
  }

  return {
    hear(message) {
      switch (message.t) {
        case 'init': {
          tellState();
          tellUnread();
          tellActive();
          const wasOpen = memory.read();
          const waitsHere = phase === 'waiting' && !waitsUnseen(help.get());
          if (wasOpen ?? (phase === 'active' || waitsHere)) wish(true, false);
          return;
        }
        case 'view': {
          const wasOpen = ui.get().view === 'open';
          const open = message.view === 'open';
          if (open !== wasOpen && phase !== 'idle') memory.write(open);
          const closesNow = wasOpen && !open;
          if (closesNow) ui.get().choice?.leave();
          ui.set({
            view: message.view,
            sheet: message.sheet,
            ...(closesNow ? { failure: null, endSeen: phase === 'ended' || ui.get().endSeen } : {}),
          });
          return;
        }
        case 'call':
          answer(message.method, message.params).then(
            (value) => tell({ t: 'reply', id: message.id, ok: true, value }),
            (error: unknown) => tell({ t: 'reply', id: message.id, ok: false, error: toHelpError(error) }),
          );
      }
    },
    show: () => wish(true, true),
    hide: () => wish(false, false),
  };
}
