import type { Bus, Hint } from '@alongside/domain';
import { describe, expect, test } from 'vitest';

/** What every bus promises: see `Bus`. `make` gives one bus that nothing else uses. */
export function runBusContract(name: string, make: () => Bus | Promise<Bus>): void {
  const desk = (agentId: string): Hint => ({ kind: 'desk', tenantId: 'tenant', agentId });

  /** A listener, and a promise of its n-th hint. */
  function listen(bus: Bus) {
    const heard: Hint[] = [];
    const waiting: { count: number; resolve: () => void }[] = [];
    const stop = bus.subscribe((hint) => {
      heard.push(hint);
      for (const one of waiting) if (heard.length >= one.count) one.resolve();
    });
    const until = (count: number) =>
      new Promise<void>((resolve) => {
        if (heard.length >= count) resolve();
        else waiting.push({ count, resolve });
      });
    return { heard, stop, until };
  }

  describe(`the ${name} bus`, () => {
    test('every listener hears every hint, in the order of publishing', async () => {
      const bus = await make();
      const [first, second] = [listen(bus), listen(bus)];
      const hints = Array.from({ length: 100 }, (_, index) => desk(`agent ${index}`));
      for (const hint of hints) bus.publish(hint);
      await Promise.all([first.until(100), second.until(100)]);
      expect(first.heard).toEqual(hints);
      expect(second.heard).toEqual(hints);
      await bus.close();
    });

    test('a listener that stopped hears nothing more, and stopping twice is harmless', async () => {
      const bus = await make();
      const [stopped, other] = [listen(bus), listen(bus)];
      stopped.stop();
      stopped.stop();
      bus.publish(desk('a'));
      await other.until(1);
      expect(stopped.heard).toEqual([]);
      await bus.close();
    });

    test('publishing never throws, and one failing listener does not keep a hint from the others', async () => {
      const bus = await make();
      bus.subscribe(() => {
        throw new Error('a listener of the contract fails on purpose');
      });
      const other = listen(bus);
      bus.publish(desk('a'));
      bus.publish(desk('b'));
      await other.until(2);
      expect(other.heard).toEqual([desk('a'), desk('b')]);
      await bus.close();
    });

    test('a hint published by a listener comes after the one it answers', async () => {
      const bus = await make();
      bus.subscribe((hint) => {
        if (hint.kind === 'desk' && hint.agentId === 'first') bus.publish(desk('answer'));
      });
      const other = listen(bus);
      bus.publish(desk('first'));
      await other.until(2);
      expect(other.heard).toEqual([desk('first'), desk('answer')]);
      await bus.close();
    });

    test('entries arrive as they were published', async () => {
      const bus = await make();
      const listener = listen(bus);
      const hint: Hint = {
        kind: 'entries',
        tenantId: 'tenant',
        conversationId: 'conversation',
        entries: [
          {
            seq: 1,
            at: '2026-01-02T03:04:05.678Z',
            from: { kind: 'customer', id: 'customer', name: 'Ada 🙂' },
            clientId: 'c1',
            body: { kind: 'text', text: 'Çok teşekkürler\n<b>' },
            visibility: 'all',
          },
        ],
      };
      bus.publish(hint);
      await listener.until(1);
      expect(listener.heard).toEqual([hint]);
      await bus.close();
    });

    test('after close nothing is heard, and closing twice or publishing is harmless', async () => {
      const bus = await make();
      const listener = listen(bus);
      await bus.close();
      await bus.close();
      bus.publish(desk('a'));
      await new Promise((resolve) => setImmediate(resolve));
      expect(listener.heard).toEqual([]);
    });
  });
}
