import type { PeerLike } from '../calls/rtc.ts';

/** What calls rely on in an RTCPeerConnection, step by step, as plain lines: the same from Chromium's and from the fake. */
export async function observePeers(createPeer: () => PeerLike): Promise<string[]> {
  const seen: string[] = [];
  const [one, other] = [createPeer(), createPeer()];
  const note = (what: string, value: unknown) => seen.push(`${what}: ${String(value)}`);
  const refusal = (task: Promise<unknown>) =>
    task.then(
      () => 'none',
      (error: Error) => error.name,
    );
  const ufrag = (sdp = '') => /ice-ufrag:(\S+)/.exec(sdp)?.[1];
  const lines = (sdp = '') => [...sdp.matchAll(/^a=mid:(\S+)/gm)].map(([, mid]) => mid).join();
  const ends = new Promise<void>((resolve) => {
    one.addEventListener('icecandidate', ({ candidate }) => candidate === null && resolve());
  });

  const line = one.addTransceiver('audio', { direction: 'sendonly' });
  note('a line before its offer has a mid', line.mid !== null);
  const first = await one.createOffer();
  await one.setLocalDescription(first);
  note('after an offer', one.signalingState);
  note('its line', line.mid);
  const again = await one.createOffer();
  await one.setLocalDescription(again);
  note('offered again before an answer', one.signalingState);
  note('with other credentials', ufrag(again.sdp) !== ufrag(first.sdp));

  const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0', sdpMLineIndex: 0 };
  note('a candidate before the description', await refusal(other.addIceCandidate(candidate)));
  note('an answer to nothing', await refusal(other.createAnswer()));
  await other.setRemoteDescription({ type: 'offer', sdp: again.sdp ?? '' });
  note('after an offer of the other side', other.signalingState);
  note(
    'its lines',
    other
      .getTransceivers()
      .map(({ mid }) => mid)
      .join(),
  );
  note('what will come in', other.getTransceivers()[0]?.receiver.track.kind);
  note('a candidate after the description', await refusal(other.addIceCandidate(candidate)));
  const answer = await other.createAnswer();
  await other.setLocalDescription(answer);
  note('answered', other.signalingState);
  await one.setRemoteDescription({ type: 'answer', sdp: answer.sdp ?? '' });
  note('agreed', one.signalingState);
  note('an answer out of turn', await refusal(one.setRemoteDescription({ type: 'answer', sdp: answer.sdp ?? '' })));
  note('encodings', line.sender.getParameters().encodings.length);
  await ends;
  note('candidates end', 'with none');

  one.addTransceiver('video', { direction: 'sendonly' });
  const second = await one.createOffer();
  note('lines of the second offer', lines(second.sdp));
  note('with other credentials', ufrag(second.sdp) !== ufrag(first.sdp));
  one.restartIce();
  const restarted = await one.createOffer();
  note('with other credentials after a restart', ufrag(restarted.sdp) !== ufrag(first.sdp));
  one.close();
  note('closed', `${one.signalingState} ${one.connectionState}`);
  note('an offer of a closed one', await refusal(one.createOffer()));
  other.close();
  return seen;
}
