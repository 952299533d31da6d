import { Refused } from '@alongside/domain';
import { LIMITS } from '@alongside/protocol';
import { UPLOAD_MEGABYTES } from '@alongside/surface-digital-chat';
import type { FastifyInstance } from 'fastify';
import { parseGuardedJson } from '../edge/guard-json.ts';
import { networkOf } from '../edge/network-of.ts';
import { Slots } from '../edge/slots.ts';

/** The largest JSON body. The largest text there is fits more than ten times. */
export const JSON_BYTES = 256 * 1024;

/** Only JSON, guarded before it is parsed [ERR3]. Nothing at all is `{}`, so that the refusal names the field that is missing. */
export function acceptJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: JSON_BYTES },
    async (_request: unknown, text: string) => (text.length === 0 ? undefined : parseGuardedJson(text)),
  );
}

/** The same as text/plain: a page that closes may send nothing else to another origin without asking first. */
export function acceptBeacons(app: FastifyInstance): void {
  app.addContentTypeParser(
    'text/plain',
    { parseAs: 'string', bodyLimit: JSON_BYTES },
    async (_request: unknown, text: string) => (text.length === 0 ? undefined : parseGuardedJson(text)),
  );
}

/** The body as it came, of any type: a file, or what somebody signed. */
export function acceptBytes(app: FastifyInstance, mostBytes: number): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: mostBytes },
    async (_request: unknown, bytes: Buffer) => bytes,
  );
}

/** JSON that holds a file as base64: looked over like any other. */
export function acceptUploads(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: UPLOAD_BYTES },
    async (_request: unknown, text: string) => (text.length === 0 ? undefined : parseGuardedJson(text)),
  );
}

/** How long a body may take to arrive. A file may come over a slow line, a few kilobytes may not. */
const BODY_MILLISECONDS = { json: 15_000, file: 120_000 } as const;

/** Cuts off whoever sends a body drop by drop. */
export function limitBodyTime(app: FastifyInstance, kind: keyof typeof BODY_MILLISECONDS): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    // Without a word: whoever does this does not read an answer.
    const timer = setTimeout(() => request.raw.destroy(), BODY_MILLISECONDS[kind]);
    const done = () => clearTimeout(timer);
    payload.once('end', done).once('close', done).once('error', done);
    return payload;
  });
}

/** Files that may arrive at the same time: each is in memory until it is stored. */
const MOST_FILES = 16;

/** Shorter than an idle connection lives: who waits in vain is told so. */
const SLOT_MILLISECONDS = 25_000;

/** Lets no more bodies than `most` arrive at once, and of one client half of them; the others wait, and are refused `rate_limited` at last. */
export function limitFilesAtOnce(app: FastifyInstance, most = MOST_FILES, milliseconds = SLOT_MILLISECONDS): void {
  const slots = new Slots(most, milliseconds);
  // Behind authentication: who is refused anyway holds no place.
  app.addHook('preParsing', async (request, reply, payload) => {
    const slot = slots.ask(networkOf(request.ip));
    const leave = () => slot.leave();
    // Any of these may come alone: the socket may go before there is an answer, and an answer may leave a body unread.
    request.raw.once('close', leave);
    reply.raw.once('finish', leave).once('close', leave);
    if (await slot.granted) return payload;
    // Nobody reads the body that still comes.
    reply.header('connection', 'close');
    throw new Refused('rate_limited', { message: 'Too many files are arriving at once.', retryAfterSeconds: 2 });
  });
}

export const FILE_BODY_BYTES = LIMITS.fileBytes;
/** A file in base64, and what stands around it. */
const UPLOAD_BYTES = Math.ceil((UPLOAD_MEGABYTES * 1024 * 1024 * 4) / 3) + 16 * 1024;
