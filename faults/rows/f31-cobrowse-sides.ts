import { setTimeout as delay } from 'node:timers/promises';
import type { CobrowsePlayback, CobrowseRecording, CobrowseSettings, SignedIn } from '@alongside/protocol';
import { must, socketTicket } from '../src/calls.ts';
import { CobrowseEnd } from '../src/cobrowse-end.ts';
import { goal, type Row } from '../src/row.ts';
import type { Scene } from '../src/scene.ts';

const ROUNDS = { small: 5, ci: 5, full: 200 };
/** Of the catalogue: the view ends within. */
const VIEW_ENDS_MS = 5_000;
/** A chunk's age, and what writing it may take on a busy machine. */
const MAY_BE_LOST_MS = 2_000 + 1_000;
const RECORDED_MS = 7_000;
const EVERY_MS = 20;
const WHOLE = [
  { type: 4, data: { href: '', width: 800, height: 600 } },
  { type: 2, data: { node: { type: 0, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } } },
];
const scrolled = (y: number) => [{ type: 3, data: { source: 3, id: 1, x: 0, y } }];
const consent = (control: string, recording = 'no') => ({ t: 'consent', view: 'yes', control, recording });

export const cobrowseSides: Row = {
  id: 'F31',
  minutes: 3,
  lane: 'waits',
  fault: 'either side of a co-browse session is killed again and again, then the server in the middle of a recording',
  async run({ size, scene: open }) {
    const scene = await open();
    const { url } = scene.server;
    await allowRecordings(scene);
    const agent = await scene.agent(0, false);
    const { started } = await scene.customer();
    await scene.pick(agent, started);
    const path = `/v1/conversations/${started.conversationId}/cobrowse`;
    const { cid } = await must<{ cid: string }>(url, 'POST', `${path}/offer`, { token: agent.token });
    const { sessionToken } = await must<{ sessionToken: string }>(url, 'POST', `${path}/${cid}/accept`, {
      token: started.token,
    });
    const comePage = () => new CobrowseEnd(scene.server.url, { t: 'hello', as: 'page', cid, sessionToken });
    const comeAgent = async () => {
      const ticket = await socketTicket(scene.server.url, agent.token);
      return new CobrowseEnd(scene.server.url, { t: 'hello', as: 'agent', cid, ticket });
    };
    let page = comePage();
    let watching = await comeAgent();
    await page.next(({ t }) => t === 'joined');

    const ended: number[] = [];
    let toolsAfterwards = 0;
    for (let round = 0; round < ROUNDS[size]; round += 1) {
      page.send(consent('yes'));
      await watching.next(({ t, control }) => t === 'consent' && control === 'yes');
      let killed = performance.now();
      page.drop();
      ended.push(((await watching.next(({ t }) => t === 'lost', { after: killed }))?.at ?? Infinity) - killed);
      page = comePage();
      await page.next(({ t }) => t === 'joined');
      // A page that comes back says anew what it allows; what it has not said again passes to nobody.
      page.send(consent('no'));
      await watching.next(({ t, control }) => t === 'consent' && control === 'no', { after: killed });
      killed = performance.now();
      watching.drop();
      ended.push(((await page.next(({ t }) => t === 'left', { after: killed }))?.at ?? Infinity) - killed);
      watching = await comeAgent();
      const again = await watching.next(({ t }) => t === 'consent', { after: killed });
      if (again?.word.control !== 'no') toolsAfterwards += 1;
      await page.next(({ t }) => t === 'joined', { after: killed });
    }

    const { lostMs, chunks } = await recordAndKill(scene, page, watching, agent.token, started.conversationId);
    const back = [comePage(), await comeAgent()] as const;
    const meet = await back[0].next(({ t }) => t === 'joined');
    for (const end of back) end.drop();
    const worst = Math.max(...ended);
    return {
      figures: {
        rounds: ROUNDS[size],
        'view ends, worst ms': Math.round(worst),
        'control that outlived its side': toolsAfterwards,
        'chunks of the killed recording': chunks,
        'recording lost ms': Math.round(lostMs),
      },
      violations: [
        ...goal(worst <= VIEW_ENDS_MS, `a view outlived its side by ${Math.round(worst)} ms`),
        ...goal(toolsAfterwards === 0, 'the right to control outlived the side that had it'),
        ...goal(lostMs <= MAY_BE_LOST_MS, `a kill lost ${Math.round(lostMs)} ms of a recording`),
        ...goal(meet !== null, 'the two sides did not meet again after the kill'),
      ],
    };
  },
};

async function allowRecordings({ server: { url, demo } }: Scene): Promise<void> {
  const body = { tenant: demo.tenant.domain, ...demo.admin, transport: 'bearer' };
  const { token = '' } = await must<SignedIn>(url, 'POST', '/v1/agent/sign-in', { body });
  const before = await must<CobrowseSettings>(url, 'GET', '/v1/cobrowse/settings', { token });
  const recording = { ...before.recording, allowed: true };
  await must(url, 'PUT', '/v1/cobrowse/settings', { token, body: { ...before, recording } });
}

/** Shows a number every 20 ms, kills the server, and looks up to which one the recording goes. */
async function recordAndKill(
  { server }: Scene,
  page: CobrowseEnd,
  watching: CobrowseEnd,
  token: string,
  conversationId: string,
): Promise<{ lostMs: number; chunks: number }> {
  page.send(consent('no', 'yes'));
  const recorded = await watching.next(({ t, on }) => t === 'recording' && on === true);
  const asked = await page.next(({ t, frame }) => t === 'from' && (frame as { t: string }).t === 'watch');
  if (recorded === null || asked === null) return { lostMs: Number.POSITIVE_INFINITY, chunks: 0 };
  page.show(WHOLE, asked.word.by as number);
  let shown = 0;
  for (const begun = performance.now(); performance.now() - begun < RECORDED_MS; await delay(EVERY_MS)) {
    shown += 1;
    page.show(scrolled(shown));
  }
  await server.kill();
  await server.start();
  const list = `/v1/cobrowse-recordings?conversationId=${conversationId}`;
  const { recordings } = await must<{ recordings: CobrowseRecording[] }>(server.url, 'GET', list, { token });
  const { id } = recordings[0]!;
  const playback = await must<CobrowsePlayback>(server.url, 'GET', `/v1/cobrowse-recordings/${id}`, { token });
  let last = 0;
  for (const { n } of playback.chunks) {
    const answer = await fetch(server.url + playback.chunkUrl.replace('{n}', String(n)));
    for (const [, y] of (await answer.text()).matchAll(/"y":(\d+)/g)) last = Math.max(last, Number(y));
  }
  return { lostMs: (shown - last) * (RECORDED_MS / shown), chunks: playback.chunks.length };
}
