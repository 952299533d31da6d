import {
  askTabs,
  type CobrowsePolicy,
  openShadowRoots,
  Recorder,
  socketTransport,
  storedSession,
} from '../recorder/index.ts';

/** The customer's side of the lab: what a company's tag does, with the answers that a test wants. */
const lab = {
  recorder: undefined as Recorder | undefined,
  phases: [] as string[],
  questions: [] as string[],
  answer: (_what: string): boolean | Promise<boolean> => true,
  policy: { rules: [] } as CobrowsePolicy,
  opened: [] as string[],
  builtIn: false,
  start(policy?: CobrowsePolicy, resume = storedSession()) {
    if (policy !== undefined) lab.policy = policy;
    lab.recorder = new Recorder({
      session: 'lab',
      keep: 'lab',
      policy: lab.policy,
      connect: open,
      ...(resume !== undefined && { resume }),
      ...(!lab.builtIn && {
        ask: async ({ what }: { what: string }) => {
          lab.questions.push(what);
          return lab.answer(what);
        },
      }),
      open: (url) => void lab.opened.push(url),
      onChange: ({ phase }) => {
        if (lab.phases.at(-1) !== phase) lab.phases.push(phase);
      },
    });
  },
};

function open(): ReturnType<ConstructorParameters<typeof Recorder>[0]['connect']> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${location.host}/page`);
    socket.addEventListener('open', () => resolve(socketTransport(socket as never)));
    socket.addEventListener('error', () => reject(new Error('no road')));
  });
}

Object.assign(globalThis, { lab });
const closed = document.currentScript?.getAttribute('data-open-shadow');
if (closed) openShadowRoots(closed);
const policy = (globalThis as { labPolicy?: CobrowsePolicy }).labPolicy;
if (policy !== undefined) lab.policy = policy;
addEventListener('DOMContentLoaded', async () => {
  const resume = storedSession();
  if (resume !== undefined) lab.start(undefined, resume);
  else {
    const other = await askTabs();
    if (other !== undefined && lab.recorder === undefined) lab.start(undefined, other);
  }
});
