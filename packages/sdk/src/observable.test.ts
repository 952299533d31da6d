import { describe, expect, it } from 'vitest';
import { createValue } from './observable.ts';

const logger = { debug() {}, info() {}, warn: (message: string) => void warned.push(message) };
const warned: string[] = [];

describe('an observable', () => {
  it('tells each change once, and nothing for the value already there', () => {
    const value = createValue(1, logger);
    const heard: number[] = [];
    value.subscribe((now) => heard.push(now));
    value.set(1);
    value.set(2);
    value.set(2);
    expect(heard).toEqual([2]);
  });

  it('tells every listener the newest value once when one of them sets another', () => {
    const value = createValue(0, logger);
    const heard: string[] = [];
    value.subscribe((now) => {
      heard.push(`a${now}`);
      if (now === 1) value.set(2);
    });
    value.subscribe((now) => heard.push(`b${now}`));
    value.set(1);
    expect(heard).toEqual(['a1', 'a2', 'b2']);
  });

  it('is not stopped by a listener that throws', () => {
    const value = createValue(0, logger);
    const heard: number[] = [];
    value.subscribe(() => {
      throw new Error('theirs');
    });
    value.subscribe((now) => heard.push(now));
    value.set(1);
    expect(heard).toEqual([1]);
    expect(warned).toEqual(['A listener threw.']);
  });

  it('is silent after unsubscribing, even in the middle of a round', () => {
    const value = createValue(0, logger);
    const heard: number[] = [];
    value.subscribe(() => stop());
    const stop = value.subscribe((now) => heard.push(now));
    value.set(1);
    expect(heard).toEqual([]);
  });
});
