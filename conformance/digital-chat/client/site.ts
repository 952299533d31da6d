import { randomUUID } from 'node:crypto';

// biome-ignore lint/suspicious/noExplicitAny: a frame is looked at as it came; each rule says what it expects of it.
export type Json = any;

export type ChannelName = 'multi' | 'single' | 'live' | 'secured' | 'oauth' | 'legacyoauth';

/** Where the published clients are pointed at. */
export interface Site {
  readonly brandId: number;
  readonly chat: string;
  readonly gateway: string;
  readonly authorize: string;
  readonly analytics: string;
  readonly channels: Readonly<Record<ChannelName, string>>;
}

export type Platform = 'web' | 'android' | 'ios';
export const PLATFORMS: readonly Platform[] = ['web', 'android', 'ios'];

/** A person with a device, as an app knows them. */
export interface Person {
  readonly visitorId: string;
  customerId: string;
  firstName: string;
  readonly lastName: string;
}

/** Somebody whom nobody has seen before. The name is theirs alone, so that agents tell them apart. */
export const newPerson = (): Person => ({
  visitorId: randomUUID(),
  customerId: randomUUID(),
  firstName: 'Ada',
  lastName: `L-${randomUUID().slice(0, 8)}`,
});

/** A rule of the published page that the server broke. The sentence says which. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** The server said no, in the page's own form. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: string;
  readonly frame: Json;
  constructor(code: string, frame: Json) {
    super(`Refused with ${code}: ${JSON.stringify(frame).slice(0, 300)}`);
    this.code = code;
    this.frame = frame;
  }
}
