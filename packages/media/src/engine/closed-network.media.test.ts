import dns from 'node:dns/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultSettings } from '../settings.ts';
import { createPublishSide } from './publish-side.ts';
import { createSource } from './source.ts';
import { createSubscribeSide } from './subscribe-side.ts';

test('describing a connection asks nobody outside for this machine’s address', async () => {
  const asked: string[] = [];
  // As where no answer comes.
  const lookup = vi.spyOn(dns, 'lookup').mockImplementation(((name: string) => {
    asked.push(name);
    return new Promise(() => {});
  }) as never);
  const now = () => performance.now();
  const common = {
    settings: { ...defaultSettings, recordingsFolder: '', extraHostAddresses: ['127.0.0.1'] },
    audio: 'opus' as const,
    legId: 'a',
    now,
    onCandidate: () => undefined,
    onAlive: () => undefined,
  };
  let offered = (_sdp: string) => {};
  const offer = new Promise<string>((resolve) => {
    offered = resolve;
  });
  const listening = createSubscribeSide({ ...common, onOffer: (_negotiation, sdp) => offered(sdp) });
  const sending = createPublishSide({ ...common, onPacket: () => undefined, onSources: () => undefined });
  onTestFinished(async () => {
    lookup.mockRestore();
    await Promise.all([listening.close(), sending.close()]);
  });

  const sound = createSource({ legId: 'a', kind: 'audio', coding: 'opus', now });
  listening.route([sound], new Set([sound]), new Set());
  // What one side offers is an offer for the other too.
  expect(await sending.offer(await offer, [])).toMatch(/^a=candidate:/m);
  expect(asked).toEqual([]);
});
