import { Player, type PlayerChunk, socketTransport, Viewer } from '../viewer/index.ts';

/** The agent's side of the lab. */
const lab = {
  viewer: undefined as Viewer | undefined,
  player: undefined as Player | undefined,
  phases: [] as string[],
  refused: [] as string[],
  choices: [] as unknown[],
  shownAt: 0,
  inject: (_frame: Uint8Array): void => undefined,
  /** @param chunks unpacked, in base64 */
  play(chunks: readonly (PlayerChunk & { readonly base64: string })[], lengthMs: number) {
    lab.viewer?.close();
    lab.player = new Player({
      mount: document.getElementById('mount') as HTMLElement,
      frameUrl: document.body.dataset.frame as string,
      title: 'Recording',
      chunks,
      lengthMs,
      load: async (n) => Uint8Array.from(atob(chunks[n]?.base64 ?? ''), (letter) => letter.charCodeAt(0)),
      onChange: ({ phase }) => {
        if (lab.phases.at(-1) !== phase) lab.phases.push(phase);
      },
    });
  },
  async watch(query = '') {
    const socket = new WebSocket(`ws://${location.host}/watch${query}`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    const transport = socketTransport(socket as never);
    const { onFrame } = transport;
    // A stream of the test's own, as if the relay had let it through.
    transport.onFrame = (handler) => {
      lab.inject = handler;
      onFrame(handler);
    };
    let shown = false;
    lab.viewer = new Viewer({
      mount: document.getElementById('mount') as HTMLElement,
      frameUrl: document.body.dataset.frame as string,
      transport,
      onChange: (state) => {
        if (lab.phases.at(-1) !== state.phase) lab.phases.push(state.phase);
        if (state.shown && !shown) lab.shownAt = performance.timeOrigin + performance.now();
        shown = state.shown;
      },
      onRefused: ({ reason }) => lab.refused.push(reason),
      onChoices: (node, choices) => lab.choices.push({ node, choices }),
    });
  },
};
Object.assign(globalThis, { lab });
