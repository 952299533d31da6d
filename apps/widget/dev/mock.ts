import type { WidgetConfig } from '@alongside/protocol';
import type {
  Alongside,
  ConnectionStatus,
  ConversationStatus,
  HelpState,
  Message,
  Observable,
  TimelineItem,
} from '@alongside/sdk';
import { createStore } from '../src/app/store.ts';
import { createFakeCalls } from './fake-calls.ts';
import { SCENES } from './scenes.ts';

const IDLE: HelpState = {
  phase: 'idle',
  conversationId: null,
  contactId: null,
  standing: null,
  agent: null,
  everStarted: false,
  requeueReason: null,
  endReason: null,
  endMessage: null,
  surveyAsked: false,
  surveyAnswered: false,
  callBackAsked: false,
  isBackground: false,
  waitDisplayText: null,
  agentTyping: false,
  marks: { agentDeliveredUpTo: 0, agentReadUpTo: 0, customerReadUpTo: 0 },
};

async function paintPicture(name: string): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(600, 400);
  const brush = canvas.getContext('2d');
  if (brush) {
    brush.fillStyle = '#dfe8e6';
    brush.fillRect(0, 0, 600, 400);
    brush.fillStyle = '#26464a';
    for (let line = 0; line < 8; line++) brush.fillRect(60, 60 + line * 36, 300 + ((line * 97) % 180), 12);
    brush.font = '28px sans-serif';
    brush.fillText(name, 60, 380);
  }
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}

/** The SDK's public interface with nothing behind it: one scene, and a few reactions so that buttons can be tried. */
export function createMock(
  name: string,
  colour: string | null,
  { instant = false, origins = [] as readonly string[] } = {},
) {
  const scene = (SCENES[name] ?? SCENES.idle)?.() ?? {};
  const help = createStore<HelpState>({ ...IDLE, conversationId: 'conversation', ...scene.help });
  const connection = createStore<ConnectionStatus>({
    state: 'configured',
    error: null,
    retryInMs: null,
    ...scene.connection,
  });
  const line = createStore<{ items: readonly TimelineItem[] }>({ items: scene.timeline ?? [] });
  const status = createStore<ConversationStatus>({
    id: 'conversation',
    readOnly: scene.help?.phase === 'ended',
    caughtUp: true,
    hasEarlier: scene.hasEarlier ?? false,
    unread: 0,
    typing: scene.typing ? { name: 'Ayşe' } : null,
    error: null,
  });
  const timeline: Observable<readonly TimelineItem[]> = {
    get: () => line.get().items,
    subscribe: (listener) => line.subscribe(({ items }) => listener(items)),
  };
  const calls = scene.call && createFakeCalls(scene.call);
  const wire: Alongside['line'] = {
    status: connection,
    frames: {
      get: () => null,
      subscribe(listener) {
        // As the server tells of a call when a client connects.
        const [call] = calls?.all.get() ?? [];
        if (call) void Promise.resolve().then(() => listener({ t: 'call.state', call }));
        return () => {};
      },
    },
    isWelcomed: () => false,
    signal() {},
    request: () => Promise.reject(new Error('No server here.')),
    json: () => Promise.reject(new Error('No server here.')),
    raw: () => Promise.reject(new Error('No server here.')),
  };
  const chatStates = new Set<(state: Alongside['onlineHelpState']) => void>();
  let sent = 0;
  const append = (item: Message) => line.set({ items: [...line.get().items, item] });
  const change = (clientId: string, delivery: Message['delivery']) =>
    line.set({
      items: line
        .get()
        .items.map((item) =>
          item.type === 'message' && item.clientId === clientId ? { ...item, delivery, progress: null } : item,
        ),
    });
  const own = (more: Partial<Message>): Message => ({
    type: 'message',
    key: `own ${++sent}`,
    kind: 'text',
    clientId: `own-${sent}`,
    seq: null,
    at: new Date().toISOString(),
    from: { kind: 'customer', id: 'c1', name: 'Ada' },
    mine: true,
    text: '',
    file: null,
    delivery: 'queued',
    progress: null,
    error: null,
    ...more,
  });
  const going = (message: Message) => {
    append(message);
    const clientId = message.clientId ?? '';
    (['accepted', 'delivered', 'read'] as const).forEach((delivery, index) => {
      setTimeout(() => change(clientId, delivery), 500 * (index + 1));
    });
    return { clientId, accepted: Promise.resolve({ seq: 1, at: message.at, clientId }) };
  };
  const setPhase = (next: Partial<HelpState>) => {
    help.set(next);
    for (const listener of chatStates) listener(alongside.onlineHelpState);
  };

  const config: WidgetConfig = {
    tenant: 'demo',
    name: 'Harbour Bank',
    colour: colour ?? '#0b6e69',
    logoUrl: null,
    defaultLocale: 'en',
    origins: [...origins],
    helpTypes: ['CHAT', 'VOICE_CALL', 'VIDEO_CALL'],
    files: { maxBytes: 20 * 1024 * 1024, mediaTypes: ['image/png', 'image/jpeg', 'application/pdf', 'text/plain'] },
  };
  const alongside: Alongside = {
    getDeviceHash: async () => btoa('0123456789abcdef0123456789abcdef'),
    getWidgetConfig: async () => config,
    async startAnonymousOnlineHelp(request) {
      if (!instant) await new Promise((resolve) => setTimeout(resolve, 800));
      if (request.customerId === '') {
        throw { errorCode: 'DLGEXCPINP_CUSTOMER_ID', errorMsg: 'Empty.', correctiveAction: 'fix_request' };
      }
      if (request.transactionHash === 'closed') {
        const errorMsg = 'We are back on Monday at nine. (opens 2026-11-23T06:00:00.000Z)';
        throw {
          errorCode: 'DLGEXCP_GENERAL_EXCEPTION',
          errorMsg,
          correctiveAction: 'retry_later',
          code: 'outside_hours',
        };
      }
      if (request.transactionHash === 'bad') {
        throw { errorCode: 'DLGEXCP_AUTH_REQUEST', errorMsg: 'Refused.', correctiveAction: 'start_again' };
      }
      setPhase({
        phase: 'waiting',
        isBackground: request.isBackground,
        standing: { position: 2, wait: { lowSeconds: 60, highSeconds: 200 }, agentsAvailable: true },
      });
    },
    startRegisteredOnlineHelp: async () => {},
    get onlineHelpState() {
      const { phase, isBackground, everStarted } = help.get();
      if (phase === 'active' || (phase === 'waiting' && everStarted)) return 'CHAT_INPROGRESS';
      if (phase === 'waiting') return isBackground ? 'NO_CHAT' : 'STARTED';
      return phase === 'ended' && everStarted ? 'CHAT_ENDED' : 'NO_CHAT';
    },
    subscribeToOnlineHelpChatStateEvent(listener) {
      chatStates.add(listener);
      return () => void chatStates.delete(listener);
    },
    async closeMessaging() {
      setPhase({ phase: 'ended', endReason: 'cancelled_by_customer' });
      return { outcome: 'cancelled' };
    },
    async endChat() {
      status.set({ readOnly: true });
      setPhase({ phase: 'ended', endReason: 'ended_by_customer' });
    },
    async answerSurvey() {
      help.set({ surveyAsked: false, surveyAnswered: true });
    },
    async requestCallBack() {
      setPhase({ phase: 'ended', endReason: 'cancelled_by_customer', callBackAsked: true });
    },
    resume: async () => true,
    async dismiss() {
      setPhase(IDLE);
    },
    close() {},
    help,
    connection,
    line: wire,
    conversation: {
      timeline,
      messages: { get: () => [], subscribe: () => () => {} },
      status,
      sendText: (text) => going(own({ text })),
      sendFile: (file, options) =>
        going(
          own({
            kind: 'file',
            text: options?.caption ?? '',
            progress: 0.3,
            file: { id: 'f', name: file.name, mediaType: file.mediaType, bytes: 1200 },
          }),
        ),
      retry: async (clientId) => change(clientId, 'accepted'),
      async discard(clientId) {
        line.set({ items: line.get().items.filter((item) => item.type !== 'message' || item.clientId !== clientId) });
      },
      markRead: () => status.set({ unread: 0 }),
      setTyping() {},
      async loadEarlier() {
        await new Promise((resolve) => setTimeout(resolve, 300));
        status.set({ hasEarlier: false });
        return false;
      },
      getTranscript: async () => 'Transcript\n',
      downloadFile: async (id) => ({ bytes: await paintPicture(id), mediaType: 'image/png' }),
    },
  };
  return { alongside, calls, help, connection, line, status, setPhase };
}
