import { randomUUID } from 'node:crypto';
import type { Json } from '../client/site.ts';
import type { Mutant } from './mutant.ts';
import type { Bend } from './proxy.ts';

const LARGE = ['large', '§5.11'] as const;
const ALL = ['web', 'android', 'ios'] as const;
const WEB = ['web'] as const;
const INFO = ['rest', '§2.1 channel info of multi'] as const;

const restOf = (path: RegExp, change: (json: Json) => void): Bend => ({
  rest: (url, { status, json }) => {
    if (path.test(url)) change(json);
    return { status, json };
  },
});
/** Other addresses for large events. */
const addressed = (change: (url: string) => string): Bend => ({
  frame: (frame) => {
    if (frame.eventType !== 'EventInS3') return [frame];
    const copy = structuredClone(frame);
    copy.data.s3Object.url = change(copy.data.s3Object.url);
    return [copy];
  },
});

/** Mistakes of what is served over HTTP, and of who may open a socket. */
export const restMutants: readonly Mutant[] = [
  {
    mistake: 'the address of a large event asks for credentials',
    says: /without credentials/,
    check: LARGE,
    platforms: ALL,
    bend: addressed((url) => url.replace(/\?.*$/, '')),
  },
  {
    mistake: 'a large event is sent as one frame all the same',
    says: /expected|1\.7/,
    check: LARGE,
    platforms: ['ios'],
    bend: {
      frame: (frame, line) => {
        if (frame.eventType !== 'EventInS3') return [frame];
        void fetch(frame.data.s3Object.url)
          .then((answer) => answer.text())
          .then((text) => line.send(text));
        return [];
      },
    },
  },
  {
    mistake: 'the downloaded body has an eventId of its own',
    says: /nobody here asked/,
    check: LARGE,
    platforms: ALL,
    bend: {
      frame: (frame, line) => {
        if (frame.eventType !== 'EventInS3') return [frame];
        void fetch(frame.data.s3Object.url)
          .then((answer) => answer.json())
          .then((body) => {
            const text = JSON.stringify({ ...(body as object), eventId: randomUUID() });
            const copy = structuredClone(frame);
            copy.data.s3Object.url = `data:application/json;base64,${Buffer.from(text).toString('base64')}`;
            line.send(JSON.stringify(copy));
          });
        return [];
      },
    },
  },
  {
    mistake: 'allowedFileSize as a number',
    says: /allowedFileSize as a string/,
    check: INFO,
    platforms: WEB,
    bend: restOf(/\/channel\//, (json) => {
      json.settings.fileRestrictions.allowedFileSize = 40;
    }),
  },
  {
    mistake: 'a feature left out, which native takes for true',
    says: /isRecoverLivechatDoesNotFailEnabled/,
    check: INFO,
    platforms: WEB,
    bend: restOf(/\/channel\//, (json) => delete json.settings.features.isRecoverLivechatDoesNotFailEnabled),
  },
  {
    mistake: 'the feature that crashes web turned on',
    says: /web crashes on true/,
    check: INFO,
    platforms: WEB,
    bend: restOf(/\/channel\//, (json) => {
      json.settings.features.isRecoverLivechatDoesNotFailEnabled = true;
    }),
  },
  {
    mistake: 'a live channel that does not say so',
    says: /expected/,
    check: ['rest', '§2.1 channel info of live'],
    platforms: WEB,
    bend: restOf(/\/channel\//, (json) => {
      json.isLiveChat = false;
    }),
  },
  {
    mistake: 'a refused attachment as a client error',
    says: /expected/,
    check: ['rest', '§2.2 a refused attachment'],
    platforms: WEB,
    bend: { rest: (url, answer) => (/attachment$/.test(url) ? { ...answer, status: 400 } : answer) },
  },
  {
    mistake: 'refreshed tokens only under thirdParty',
    says: /iOS reads the top level/,
    check: ['secured', '§2.3 refresh'],
    platforms: ['ios'],
    bend: restOf(/oauth\/token/, (json) => delete json.refresh_token),
  },
  {
    mistake: 'a bad code is taken',
    says: /expected/,
    check: ['secured', '§2.3 a bad code'],
    platforms: ALL,
    bend: { rest: (_url, { json }) => ({ status: 200, json }) },
  },
  {
    mistake: 'a socket opens without its transaction token',
    says: /resolved|instead of rejecting/,
    check: ['secured', '§1.2 the upgrade'],
    platforms: ALL,
    bend: { openToAll: true },
  },
];
