import { expect, test } from 'vitest';
import { createValue } from '../observable.ts';
import type { ActiveCall } from './active-call.ts';
import type { TrackLike } from './rtc.ts';
import { createSpeaker, type SpeakerGlobals } from './speaker.ts';
import type { RemoteTrack } from './subscriber.ts';

const logger = { debug: () => {}, info: () => {}, warn: () => {} };
const track = (from: string, kind: 'audio' | 'video') =>
  ({ from, kind, track: { id: `${from}-${kind}` } as TrackLike }) as RemoteTrack;

/** A page whose audio elements may refuse to play, as browsers do before the first press. */
function openPage(options: { refuses?: boolean; sinks?: boolean } = {}) {
  const made: Player[] = [];
  class Player {
    autoplay = false;
    hidden = false;
    srcObject: unknown = null;
    plays = 0;
    sink = '';
    setSinkId?: (deviceId: string) => Promise<void>;
    constructor() {
      if (options.sinks)
        this.setSinkId = async (deviceId) => {
          if (deviceId === 'gone') throw new Error('not found');
          this.sink = deviceId;
        };
    }
    async play() {
      this.plays += 1;
      if (options.refuses) throw Object.assign(new Error('press first'), { name: 'NotAllowedError' });
    }
    remove() {
      made.splice(made.indexOf(this), 1);
    }
  }
  const globals: SpeakerGlobals = {
    document: { createElement: () => new Player(), body: { append: (one) => void made.push(one as Player) } },
    MediaStream: class {
      readonly tracks: TrackLike[];
      constructor(tracks: TrackLike[]) {
        this.tracks = tracks;
      }
    },
  };
  const remote = createValue<readonly RemoteTrack[]>([], logger);
  const active = createValue<ActiveCall | null>(null, logger);
  const silenced: boolean[] = [];
  const speaker = createSpeaker({ active }, (now) => void silenced.push(now), globals);
  const heard = () =>
    made.flatMap(({ srcObject }) => (srcObject as { tracks: TrackLike[] }).tracks.map(({ id }) => id));
  return { made, active, remote, speaker, silenced, heard, options };
}
const call = (remote: ActiveCall['remote']) => ({ callId: 'call', remote }) as ActiveCall;

test('plays everybody in the carried call, each on its own, and no pictures', async () => {
  const { made, active, remote, heard, silenced } = openPage();
  remote.set([track('customer', 'audio'), track('customer', 'video')]);
  active.set(call(remote));
  expect(heard()).toEqual(['customer-audio']);
  remote.set([...remote.get(), track('colleague', 'audio')]);
  expect([made.length, heard()]).toEqual([2, ['customer-audio', 'colleague-audio']]);
  expect(made.every(({ hidden, autoplay }) => hidden && autoplay)).toBe(true);
  await expect.poll(() => silenced).toEqual([false, false]);
});

test('who comes or goes does not begin the others anew', () => {
  const { made, active, remote, heard } = openPage();
  remote.set([track('customer', 'audio')]);
  active.set(call(remote));
  const [customer] = made;
  remote.set([...remote.get(), track('customer', 'video')]);
  expect([made, customer?.plays]).toEqual([[customer], 1]);
  remote.set([...remote.get(), track('colleague', 'audio')]);
  remote.set(remote.get().slice(0, 2));
  expect([made[0] === customer, heard()]).toEqual([true, ['customer-audio']]);
});

test('the end of the call is silence, and what its parties send later is not heard', () => {
  const { active, remote, heard } = openPage();
  remote.set([track('customer', 'audio')]);
  active.set(call(remote));
  active.set(null);
  expect(heard()).toEqual([]);
  remote.set([track('customer', 'audio'), track('colleague', 'audio')]);
  expect(heard()).toEqual([]);
});

test('tells when the browser keeps the sound off, and sounds after a press', async () => {
  const { active, remote, speaker, silenced, options } = openPage({ refuses: true });
  remote.set([track('customer', 'audio')]);
  active.set(call(remote));
  await expect.poll(() => silenced).toEqual([true]);
  options.refuses = false;
  speaker.wake();
  await expect.poll(() => silenced).toEqual([true, false]);
});

test('a loudspeaker is chosen for all and for who comes later, where the browser can; one that is gone changes nothing', async () => {
  expect(openPage().speaker.canChoose).toBe(false);
  const { made, active, remote, speaker } = openPage({ sinks: true });
  remote.set([track('customer', 'audio')]);
  active.set(call(remote));
  await speaker.choose('headset');
  await speaker.choose('gone');
  remote.set([...remote.get(), track('colleague', 'audio')]);
  expect([speaker.canChoose, speaker.chosen(), made.map(({ sink }) => sink)]).toEqual([
    true,
    'headset',
    ['headset', 'headset'],
  ]);
});
