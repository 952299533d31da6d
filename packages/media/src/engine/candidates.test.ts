import { expect, it } from 'vitest';
import { createCandidateQueue } from './candidates.ts';
import type { RTCPeerConnection } from './peer.ts';

const candidate = (text: string) => ({ candidate: text, sdpMid: '0', sdpMLineIndex: 0 });
const PLAIN = 'candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host generation 0';
const HIDDEN = 'candidate:2 1 udp 2122260223 0f7b9a1c-52d0-4c7e-9f7e-1d3c5a7b9e11.local 50001 typ host generation 0';

it('keeps candidates until the description is there, and asks for no address that a browser hides', async () => {
  const taken: string[] = [];
  const queue = createCandidateQueue({
    async addIceCandidate(given: { candidate: string }) {
      taken.push(given.candidate);
    },
  } as unknown as RTCPeerConnection);
  await queue.add(candidate(HIDDEN));
  await queue.add(candidate(PLAIN));
  expect(taken).toEqual([]);
  await queue.open();
  await queue.add(candidate(HIDDEN));
  await queue.add(candidate(''));
  await queue.add(candidate(PLAIN));
  expect(taken).toEqual([PLAIN, PLAIN]);
});
