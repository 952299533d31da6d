import type { Channel } from '@alongside/domain';
import { type Dialect, dialectOf } from './dialect.ts';

/** A client that is older than its company still serves. */
export class TooOld extends Error {
  constructor(oldest: string) {
    super(`This app is too old for this channel; the oldest version of its chat SDK that is served is ${oldest}.`);
    this.name = 'TooOld';
  }
}

/** Throws TooOld. A client that says no version, or nothing that is one, passes: whether it is old cannot be known. */
export function assertServed(
  { oldestSdk }: Pick<Channel, 'oldestSdk'>,
  platform: string | null | undefined,
  version: string | null | undefined,
): void {
  const dialect: Dialect = dialectOf(platform);
  const oldest = oldestSdk?.[dialect];
  if (oldest === undefined || !version) return;
  const said = partsOf(version);
  if (said !== null && isBefore(said, partsOf(oldest) ?? [])) throw new TooOld(oldest);
}

/** false: it is older, or no version. */
export function isAtLeast(version: string | null | undefined, oldest: string): boolean {
  const said = partsOf(version ?? '');
  return said !== null && !isBefore(said, partsOf(oldest) ?? []);
}

/** `3.2.2`, and what may follow it (`-beta.1`) is passed over. null: this is no version. */
function partsOf(version: string): readonly number[] | null {
  const [, numbers = ''] = /^v?(\d{1,6}(?:\.\d{1,6}){0,3})/.exec(version.trim()) ?? [];
  return numbers === '' ? null : numbers.split('.').map(Number);
}

function isBefore(one: readonly number[], other: readonly number[]): boolean {
  for (let place = 0; place < Math.max(one.length, other.length); place += 1) {
    const difference = (one[place] ?? 0) - (other[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
