import type { MediaSettings } from '../settings.ts';
import { createPeer, describe } from './peer.ts';

const patienceMilliseconds = 3_000;

/**
 * Connects the engine with itself once and throws that away: keys are made and the code that connects is compiled before somebody waits for it. What goes
 * wrong here goes wrong for nobody.
 */
export async function warmUp(settings: MediaSettings): Promise<void> {
  const local = {
    ...settings,
    extraHostAddresses: [...new Set([...settings.extraHostAddresses, '127.0.0.1'])],
    tcp: false,
  };
  const [one, other] = [createPeer(local, 'opus', () => {}), createPeer(local, 'opus', () => {})];
  try {
    one.onIceCandidate.subscribe((candidate) => void (candidate && other.addIceCandidate(candidate).catch(() => {})));
    other.onIceCandidate.subscribe((candidate) => void (candidate && one.addIceCandidate(candidate).catch(() => {})));
    one.addTransceiver('audio', { direction: 'sendonly' });
    one.addTransceiver('video', { direction: 'sendonly' });
    await describe(one, await one.createOffer());
    await other.setRemoteDescription(one.localDescription!);
    await describe(other, await other.createAnswer());
    await one.setRemoteDescription(other.localDescription!);
    await one.connectionStateChange.watch((state) => state === 'connected', patienceMilliseconds);
  } catch {
    // The first call will be a little slower.
  } finally {
    await Promise.all([one.close(), other.close()]).catch(() => undefined);
  }
}
