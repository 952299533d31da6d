import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { BankError, bank, type Person } from '../api.ts';
import type { Preferences } from '../preferences.ts';
import { type ChatState, type Help, helpErrorCode, loadHelp } from './contract.ts';
import { EMPTY_FLOW, type Flow, glimpse, noted, type Step, type StepState } from './flow.ts';
import { lastFlow, rememberFlow, rememberWaiting, wasWaiting } from './tab-memory.ts';

/** `code` is for support; `kind` picks the sentence. */
export interface HelpProblem {
  readonly kind: 'open' | 'try' | 'away';
  readonly code: string;
}

/** Everything the bank's app knows and can do about help. */
export interface HelpDesk {
  readonly state: ChatState;
  readonly unread: number;
  readonly starting: boolean;
  /** The bank's own wait screen is due: the app draws it, and nobody has answered. */
  readonly waitingInApp: boolean;
  /** The customer has put that screen aside; the waiting goes on. */
  readonly aside: boolean;
  readonly cancelling: boolean;
  readonly problem: HelpProblem | null;
  readonly flow: Flow;
  /** The Help button: starts, or brings back what is going on. */
  ask(): void;
  putAside(on: boolean): void;
  cancel(): void;
  dismissProblem(): void;
  /** The customer signs out: the next person on this device must not meet their conversation. */
  leave(): Promise<void>;
}

const OPEN: readonly ChatState[] = ['STARTED', 'CHAT_INPROGRESS'];

/** Puts the widget on the page for a signed-in customer and follows it. */
export function useHelp(
  server: { readonly url: string; readonly tenant: string } | null,
  customer: Person | null,
  { locale, theme, appDrawsWait }: Pick<Preferences, 'locale' | 'theme' | 'appDrawsWait'>,
  visitorId: () => Promise<string | null>,
): HelpDesk {
  const [state, setState] = useState<ChatState>('NO_CHAT');
  const [unread, setUnread] = useState(0);
  const [starting, setStarting] = useState(false);
  const [waitingInApp, setWaitingInApp] = useState(wasWaiting);
  const [aside, setAside] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const [problem, setProblem] = useState<HelpProblem | null>(null);
  const [flow, setFlow] = useState<Flow>(lastFlow);
  const help = useRef<Promise<Help> | null>(null);

  const note = useCallback((step: Step, to: StepState, detail?: string) => {
    setFlow((before) => noted(before, step, to, Date.now(), detail));
  }, []);
  useEffect(() => rememberFlow(flow), [flow]);
  const waitInApp = useCallback((on: boolean) => {
    rememberWaiting(on);
    setWaitingInApp(on);
    setAside(false);
  }, []);
  const follow = useCallback(
    (next: ChatState) => {
      setState(next);
      if (next === 'STARTED') note('wait', 'doing', 'STARTED');
      if (next === 'CHAT_INPROGRESS') note('chat', 'doing', 'CHAT_INPROGRESS');
      if (next === 'CHAT_ENDED') note('end', 'done', 'CHAT_ENDED');
      if (next !== 'NO_CHAT') waitInApp(false);
    },
    [note, waitInApp],
  );
  const fail = useCallback((error: unknown) => {
    const code = helpErrorCode(error) ?? (error instanceof BankError ? error.code : 'widget_unreachable');
    const kind = code === 'DLGEXCP_USER_IS_IN_CALL_NOW' ? 'open' : code === 'DLGEXCP_AUTH_REQUEST' ? 'try' : 'away';
    setProblem({ kind, code });
    return code;
  }, []);

  const url = server?.url;
  const tenant = server?.tenant;
  const customerId = customer?.customerId;
  const create = useCallback(() => {
    if (url === undefined || tenant === undefined || customerId === undefined) return null;
    const created = loadHelp(url).then((loader) => {
      const one = loader.create({ url, tenant, locale, theme, together: false });
      one.onOnlineHelpState(follow);
      one.on('unread', setUnread);
      return one;
    });
    // Nobody has asked for help yet: what fails now is told when they do.
    created.catch(() => {
      if (help.current === created) help.current = null;
    });
    return created;
  }, [url, tenant, customerId, locale, theme, follow]);

  // From sign-in on: a conversation that survived a reload comes back by itself.
  useEffect(() => {
    const created = create();
    help.current = created;
    return () => {
      help.current = null;
      created?.then((one) => one.destroy()).catch(() => {});
      setState('NO_CHAT');
      setUnread(0);
    };
  }, [create]);

  const begin = async () => {
    help.current ??= create();
    if (!help.current) return;
    setStarting(true);
    setProblem(null);
    setFlow(EMPTY_FLOW);
    let step = 'device' as Step;
    const enter = (next: Step, detail: string) => {
      step = next;
      note(next, 'doing', detail);
    };
    try {
      enter('device', 'getDeviceHash()');
      const widget = await help.current;
      const deviceHash = await widget.getDeviceHash();
      note('device', 'done', glimpse(deviceHash));
      enter('backend', 'POST /api/help');
      const granted = await bank.vouch(deviceHash);
      note('hash', 'done', glimpse(granted.transactionHash));
      enter('start', `isBackground: ${appDrawsWait}`);
      const visitor = await visitorId();
      await widget.startAnonymousOnlineHelp({
        ...granted,
        ...(visitor && { visitorId: visitor }),
        helpType: 'CHAT',
        isLoggedIn: true,
        isBackground: appDrawsWait,
      });
      enter('wait', widget.onlineHelpState);
      if (appDrawsWait && !OPEN.includes(widget.onlineHelpState)) waitInApp(true);
    } catch (error) {
      // What fails inside the widget while it draws the wait, it tells itself.
      note(step, 'failed', step === 'start' && !appDrawsWait ? (helpErrorCode(error) ?? '') : fail(error));
    } finally {
      setStarting(false);
    }
  };

  const end = async () => {
    setCancelling(true);
    try {
      const widget = await help.current;
      const { outcome } = widget ? await widget.closeMessaging() : { outcome: 'ended' };
      // An agent may have been first: then the chat goes on, and CHAT_INPROGRESS comes.
      note(
        outcome === 'started' ? 'chat' : 'end',
        outcome === 'started' ? 'doing' : 'done',
        `closeMessaging: ${outcome}`,
      );
      waitInApp(false);
      if (outcome === 'started') widget?.show();
    } catch (error) {
      fail(error);
    } finally {
      setCancelling(false);
    }
  };

  return {
    state,
    unread,
    starting,
    waitingInApp,
    aside,
    cancelling,
    problem,
    flow,
    ask() {
      if (OPEN.includes(state)) void help.current?.then((widget) => widget.show());
      else if (waitingInApp) setAside(false);
      else if (!starting) void begin();
    },
    putAside: setAside,
    cancel: () => void end(),
    dismissProblem: () => setProblem(null),
    async leave() {
      waitInApp(false);
      await help.current?.then((widget) => widget.forget()).catch(() => {});
    },
  };
}
