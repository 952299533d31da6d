import type { CallView } from '@alongside/protocol';
import { afterEach } from 'vitest';
import type { VideoCallError } from '../video-help/video-call-error.ts';
import { createVideoHelp, type VideoHelp, type VideoHelpOptions } from '../video-help/video-help.ts';
import { createBench } from './bench.ts';
import { callParty, callView, NOTHING } from './call-view.ts';
import { settle } from './fake-clock.ts';
import { FakeRtc } from './fake-rtc.ts';
import { CONTACT, CONVERSATION } from './fake-server.ts';

const PARTY = callParty({ role: 'customer', name: 'Ada' });
let version = 0;
/** A call of the customer's, newer than the one before. */
export const view = (state: CallView['state'], over: Partial<CallView> = {}): CallView =>
  callView({
    conversationId: CONVERSATION,
    contactId: CONTACT,
    kind: 'video',
    state,
    parties: [PARTY],
    me: { partyId: PARTY.id, permissions: { ...NOTHING, end: true } },
    version: ++version,
    ...over,
  });

export const opened: { close(): void }[] = [];
afterEach(() => {
  for (const one of opened.splice(0).reverse()) one.close();
});

type Bench = ReturnType<typeof createBench>;
/** One page: a customer's client with the door over it. */
export function pageOf(made: Bench, alongside: Bench['client'], over: Partial<VideoHelpOptions> = {}) {
  const { clock } = made;
  const rtc = new FakeRtc();
  const states: string[] = [];
  const events: string[] = [];
  const help = createVideoHelp({ alongside, rtc, clock, ...over });
  help.subscribeToVideoCallStateEvent((state) => void states.push(state));
  help.subscribeToManageCallEvent((event) => {
    events.push([event, help.getManageCallEventData()?.text].filter(Boolean).join(' '));
  });
  opened.push(alongside, help);
  return { help, rtc, states, events };
}
export function videoHelpBench(over: Partial<VideoHelpOptions> = {}) {
  const made = createBench();
  made.server.helpTypes = ['CHAT', 'VIDEO_CALL'];
  const page = pageOf(made, made.client, over);
  const push = async (call: CallView) => {
    made.server.push({ t: 'call.state', call });
    await settle();
  };
  const ringing = async () => {
    await start(page.help);
    await settle();
  };
  const talking = async () => {
    await ringing();
    made.server.agentStarts();
    await push(view('connecting'));
    await push(view('in_progress'));
  };
  return { ...made, ...page, push, ringing, talking };
}
type Asked = Parameters<VideoHelp['startVideoCallWithAttachedDataInBackground']>;
const right: Asked = ['12345678901', '123456', 'Ada', '905551112233', 'hash', { branch: '7' }];
export const start = (help: VideoHelp, ...wrong: unknown[]) =>
  help.startVideoCallWithAttachedDataInBackground(
    ...(right.map((value, index) => (wrong[index] === undefined ? value : wrong[index])) as unknown as Asked),
  );
export const failure = (task: Promise<unknown>): Promise<VideoCallError> =>
  task.then(
    () => {
      throw new Error('It was expected to fail.');
    },
    (error) => error as VideoCallError,
  );
export const startsOf = ({ server }: Bench) => server.requests.filter(({ path }) => path === '/v1/online-help/start');
