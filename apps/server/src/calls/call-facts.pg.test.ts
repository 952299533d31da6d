import type { CallView } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { calling, picture, speaking, startCallServer } from '../testing/call-scene.ts';

const ROUNDS = 20;
const ALL_ON = 7;

/** What microphone, camera and screen are at each step of a round: its number in binary. */
const factsAt = (step: number) => ({ muted: (step & 4) > 0, camera: (step & 2) > 0, screen: (step & 1) > 0 });
const stepIn = ({ parties }: CallView): number => {
  const { muted, camera, screen } = parties.find(({ role }) => role === 'customer') ?? {};
  return Number(muted) * 4 + Number(camera) * 2 + Number(screen);
};

test('[CALL4] facts told one right after the other hold in that order: a camera that was switched on last stays on', async () => {
  await using scene = await startCallServer();
  const talk = await calling(scene.server, { helpType: 'VIDEO_CALL' });
  await speaking(scene.media, talk);
  const { customer, agent, callId } = talk;
  const tell = (step: number) => customer.send({ t: 'call.facts', callId, ...factsAt(step) });
  for (let round = 0; round < ROUNDS; round += 1) {
    tell(0);
    await picture(agent.socket, (call) => stepIn(call) === 0, `nothing on in round ${round}`);
    for (let step = 1; step <= ALL_ON; step += 1) tell(step);
    await picture(agent.socket, (call) => stepIn(call) === ALL_ON, `all on in round ${round}`);
  }
  const seen = agent.socket.frames.flatMap((frame) => (frame.t === 'call.state' ? [stepIn(frame.call)] : []));
  const wentBack = seen.filter((step, index) => step !== 0 && step < (seen[index - 1] ?? 0));
  expect(wentBack).toEqual([]);
  expect(seen.filter((step, index) => step === 0 && seen[index - 1] === ALL_ON)).toHaveLength(ROUNDS - 1);
});
