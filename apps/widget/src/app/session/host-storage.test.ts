import { describe, expect, it } from 'vitest';
import type { FrameMessage } from '../../bridge/messages.ts';
import { createHostStorage, createPageLocks, mayStore } from './host-storage.ts';

describe('the storage that the host page keeps', () => {
  it('is read only after the page has said what it kept', async () => {
    const storage = createHostStorage(() => {});
    let read: string | null = 'not yet';
    const reading = storage.getItem('a').then((value) => {
      read = value;
    });
    await Promise.resolve();
    expect(read).toBe('not yet');
    storage.fill({ a: 'kept' });
    await reading;
    expect(read).toBe('kept');
    expect(await storage.getAllKeys()).toEqual(['a']);
  });

  it('tells the page every change', async () => {
    const told: FrameMessage[] = [];
    const storage = createHostStorage((message) => void told.push(message));
    storage.fill({});
    await storage.setItem('a', '1');
    await storage.removeItem('a');
    storage.now.setItem('b', '2');
    expect(told).toEqual([
      { t: 'keep', key: 'a', value: '1' },
      { t: 'keep', key: 'a', value: null },
      { t: 'keep', key: 'b', value: '2' },
    ]);
    expect(await storage.getItem('b')).toBe('2');
  });

  it('does not let a second greeting undo what was written since', async () => {
    const storage = createHostStorage(() => {});
    storage.fill({ a: 'old' });
    await storage.setItem('a', 'new');
    storage.fill({ a: 'old' });
    expect(await storage.getItem('a')).toBe('new');
  });

  it('is needed only where access itself is refused', () => {
    expect(mayStore(() => ({}) as Storage)).toBe(true);
    expect(
      mayStore(() => {
        throw new Error('SecurityError');
      }),
    ).toBe(false);
  });
});

describe('locks within one page', () => {
  it('let one task in at a time, in order, even after a failure', async () => {
    const { withLock } = createPageLocks();
    const seen: string[] = [];
    let release: (error: Error) => void = () => {};
    const first = withLock('a', async () => {
      seen.push('first in');
      await new Promise((_, reject) => {
        release = reject;
      });
    });
    const second = withLock('a', async () => void seen.push('second'));
    const other = withLock('b', async () => void seen.push('other'));
    await other;
    expect(seen).toEqual(['first in', 'other']);
    release(new Error('failed'));
    await expect(first).rejects.toThrow('failed');
    await second;
    expect(seen).toEqual(['first in', 'other', 'second']);
  });
});
