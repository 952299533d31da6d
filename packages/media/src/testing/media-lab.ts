import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LegRole, MediaEvent, MediaReply } from '@alongside/domain';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createMediaEngine, type EmbeddedMediaEngine } from '../host/create-media-engine.ts';
import type { MediaSettings } from '../settings.ts';
import { buildMediaProcess, packageFolder } from './build-process.ts';

/** The system's browser, without a window, with a camera and a microphone that are not there. */
export const launchWithDevices = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--allow-loopback-in-peer-connection',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
    ],
  });

export interface Participant {
  readonly legId: string;
  readonly page: Page;
  readonly errors: string[];
  publish(options: { readonly hertz?: number; readonly video?: boolean; readonly screen?: boolean }): Promise<number>;
  /** Resolves when exactly these tones are heard; rejects with what is heard instead. */
  hears(tones: Readonly<Record<string, number>>): Promise<void>;
  close(): Promise<void>;
}

export interface MediaLab {
  readonly engine: EmbeddedMediaEngine;
  readonly events: MediaEvent[];
  readonly recordings: string;
  /** What pages could not do with what they were told. */
  readonly faults: readonly string[];
  /** The first event, old or new, that fits; rejects after `seconds`. */
  event<Type extends MediaEvent['type']>(
    type: Type,
    fits?: (event: Extract<MediaEvent, { type: Type }>) => boolean,
    seconds?: number,
  ): Promise<Extract<MediaEvent, { type: Type }>>;
  /** Adds a leg and opens a page for it. */
  join(sessionId: string, legId: string, role: LegRole): Promise<Participant>;
  /** Closes all pages: each encodes and decodes for as long as it is there. */
  dismiss(): Promise<void>;
  close(): Promise<void>;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** An engine, a page to talk to it from, and what it told. */
export async function startMediaLab(browser: Browser | null, settings: Partial<MediaSettings> = {}): Promise<MediaLab> {
  const recordings = await mkdtemp(join(tmpdir(), 'alongside-media-'));
  const print = (level: string) => (fields: object, message: string) =>
    process.stderr.write(`${level} ${message} ${JSON.stringify(fields)}\n`);
  const engine = createMediaEngine({
    browserPorts: [42_000, 44_999],
    telephonePorts: [45_000, 46_999],
    extraHostAddresses: ['127.0.0.1'],
    recordingsFolder: recordings,
    ...settings,
    processFile: await buildMediaProcess(),
    log: process.env.MEDIA_LOG === undefined ? silent : { ...silent, warn: print('warn'), error: print('error') },
  });
  await engine.ready;
  const events: MediaEvent[] = [];
  const pages = new Map<string, Page>();
  const waiting = new Set<() => void>();
  const faults: string[] = [];
  engine.subscribe((event) => {
    events.push(event);
    if (event.type === 'offer' || event.type === 'candidate')
      void pages
        .get(`${event.sessionId} ${event.legId}`)
        ?.evaluate((told) => (globalThis as unknown as Lab).lab.take(told), event)
        .catch((error: Error) => faults.push(`${event.legId}: ${error.message}`));
    for (const look of waiting) look();
  });
  const server: Server = createServer((request, response) => {
    const script = request.url === '/page.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html');
    response.end(
      script
        ? readFileSync(join(packageFolder(), 'fixtures/page.js'))
        : '<!doctype html><body><script src="/page.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const contexts: BrowserContext[] = [];

  return {
    engine,
    events,
    recordings,
    faults,
    event: (type, fits = () => true, seconds = 15) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.find((event) => event.type === type && fits(event as never));
          if (found === undefined) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found as never);
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(`no ${type} within ${seconds} s; told were: ${events.map((event) => event.type).join(' ')}`),
          );
        }, seconds * 1_000);
        waiting.add(look);
        look();
      }),
    async join(sessionId, legId, role) {
      if (browser === null) throw new Error('this lab has no browser');
      const context = await browser.newContext({ permissions: ['camera', 'microphone'] });
      contexts.push(context);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      pages.set(`${sessionId} ${legId}`, page);
      await page.exposeFunction(
        'askEngine',
        (name: 'publish', ...parameters: [never]): Promise<MediaReply<unknown>> =>
          engine[name](sessionId, legId, ...parameters),
      );
      await page.goto(site);
      const added = await engine.addBrowserLeg({ sessionId, legId, role });
      if (!added.ok) throw new Error(added.message);
      return {
        legId,
        page,
        errors,
        publish: (options) => page.evaluate((wanted) => (globalThis as unknown as Lab).lab.publish(wanted), options),
        async hears(tones) {
          try {
            await page.waitForFunction((wanted) => (globalThis as unknown as Lab).lab.hears(wanted), tones, {
              timeout: 20_000,
              polling: 50,
            });
          } catch {
            const heard = JSON.stringify(await page.evaluate('lab.tones()'));
            throw new Error(`${legId} should hear ${JSON.stringify(tones)} and hears ${heard}; ${errors.join('; ')}`);
          }
        },
        async close() {
          pages.delete(`${sessionId} ${legId}`);
          await context.close();
        },
      };
    },
    async dismiss() {
      pages.clear();
      await Promise.all(contexts.splice(0).map((context) => context.close()));
    },
    async close() {
      pages.clear();
      await Promise.all(contexts.map((context) => context.close()));
      await engine.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(recordings, { recursive: true, force: true });
    },
  };
}

/** What the page has. */
interface Lab {
  readonly lab: {
    take(event: MediaEvent): Promise<void>;
    publish(options: object): Promise<number>;
    hears(tones: Readonly<Record<string, number>>): boolean;
  };
}
