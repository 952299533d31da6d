import { expect } from 'vitest';
import { textOf } from '../client/chat.ts';
import type { Check } from '../world/world.ts';

/** §5.11: what does not fit a frame of 128 KiB. */
export const largeChecks: readonly Check[] = [
  {
    title:
      '§5.11 a history over 128 KiB comes by an address that is signed and expires, and keeps the eventId of the request',
    async run(world, platform) {
      const client = await world.open(platform, 'multi');
      const thread = crypto.randomUUID();
      // Many messages: no client can know how much of a history one page holds.
      const long = 'ä'.repeat(3900);
      const sent: string[] = [];
      for (let n = 0; n < 30; n += 1) {
        sent.push(`${n} ${long}`);
        await client.write(thread, sent[n] as string);
      }
      const result = await client.recover(thread);
      expect(result.messages.map(textOf)).toEqual(sent.toReversed().slice(0, result.messages.length));
      expect(Buffer.byteLength(JSON.stringify(result))).toBeGreaterThan(128 * 1024);
      expect(client.large).toHaveLength(1);
      const { url, frame } = client.large[0] as (typeof client.large)[number];
      expect(client.asked.get(frame.eventId)?.eventType).toBe('RecoverThread');

      const plain = await fetch(url, { headers: { origin: 'https://shop.example' } });
      expect(plain.status).toBe(200);
      expect(['*', 'https://shop.example']).toContain(plain.headers.get('access-control-allow-origin'));
      expect(plain.headers.get('cache-control') ?? '').toMatch(/no-store/);
      await plain.arrayBuffer();
      const preflight = await fetch(url, {
        method: 'OPTIONS',
        headers: {
          origin: 'https://shop.example',
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'content-type,x-caller-service-id,x-sdk-platform,x-sdk-version,x-trace-id',
        },
      });
      expect(preflight.status).toBeLessThan(300);
      const allowed = (preflight.headers.get('access-control-allow-headers') ?? '').toLowerCase();
      if (allowed !== '*')
        for (const header of ['x-caller-service-id', 'x-sdk-platform', 'x-sdk-version'])
          expect(allowed).toContain(header);

      const bent = new URL(url);
      expect(bent.search, '1.7: the address is signed').not.toBe('');
      const unsigned = await fetch(`${bent.origin}${bent.pathname}`);
      expect(unsigned.status).toBeGreaterThanOrEqual(400);
      for (const [key, value] of [...bent.searchParams]) {
        const other = new URL(url);
        // Another expiry or another signature: neither opens the address.
        other.searchParams.set(key, /^\d+$/.test(value) ? String(Number(value) + 3600) : flipped(value));
        const answer = await fetch(other);
        expect(answer.status, `1.7: ${key} is part of what is signed`).toBeGreaterThanOrEqual(400);
      }
    },
  },
];

const flipped = (value: string): string => `${value[0] === 'A' ? 'B' : 'A'}${value.slice(1)}`;
