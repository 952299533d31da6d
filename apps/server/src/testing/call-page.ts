import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Down } from '@alongside/protocol';
import { packageFolder } from '@alongside/media/testing';
import type { Browser, Page } from 'playwright-core';
import type { TestSocket } from './socket.ts';

/** A browser that carries a call over a test's socket: sends a tone, and says which tones it hears of whom. */
export interface CallPage {
  readonly page: Page;
  readonly partyId: string;
  /** Resolves when exactly these tones are heard, by party; whoever is not named must be silent. */
  hears(tones: Readonly<Record<string, number>>): Promise<void>;
  /** What is spoken, as `audio/opus`. */
  codecs(): Promise<string[]>;
}

const SITE = 'http://localhost:1/';
const SECONDS = 20_000;

/** Joins the call that the socket's person takes part in. Begins anew whenever the server says so, as clients do. */
export async function openCallPage(
  browser: Browser,
  socket: TestSocket,
  { callId, hertz }: { readonly callId: string; readonly hertz: number },
): Promise<CallPage> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const script = readFileSync(join(packageFolder(), 'fixtures/page.js'), 'utf8');
  await page.route(`${SITE}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><body><script>${script}</script>` }),
  );
  let published = 0;
  await page.exposeFunction('askEngine', async (name: string, ...given: readonly unknown[]) => {
    if (name === 'publish') {
      const reply = await socket.request({ t: 'call.publish', callId, ...(given[0] as object) });
      if (!reply.ok) return { ok: false, refusal: reply.error.code, message: reply.error.message };
      const answers = () => socket.frames.filter((frame) => frame.t === 'call.published');
      const [answer] = await socket.until(
        () => answers().slice(published).length > 0 && answers().slice(published),
        'an answer',
      );
      published += 1;
      return { ok: true, value: { sdp: answer!.sdp } };
    }
    const [first, second] = given;
    if (name === 'answer') socket.send({ t: 'call.answer', callId, negotiation: first, sdp: second });
    else socket.send({ t: 'call.candidate', callId, side: first, candidate: second });
    return { ok: true };
  });
  await page.goto(SITE);
  const begin = () =>
    page.evaluate(`(() => {
      for (const peer of [lab.sending, lab.listening]) peer?.close();
      Object.assign(lab, { sending: undefined, listening: undefined, streams: [], analysers: {}, early: { publish: [], subscribe: [] } });
      return lab.publish({ hertz: ${hertz} });
    })()`);
  const take = (event: object) => page.evaluate((told) => (globalThis as unknown as Lab).lab.take(told), event);
  const hear = (frame: Down): Promise<unknown> | undefined => {
    if (!('callId' in frame) || frame.callId !== callId) return undefined;
    if (frame.t === 'call.joined') return begin();
    if (frame.t === 'call.candidate') return take({ type: 'candidate', side: frame.side, candidate: frame.candidate });
    if (frame.t !== 'call.offer') return undefined;
    const streams = frame.streams.map(({ mid, partyId, kind }) => ({ mid, from: partyId, kind }));
    return take({ type: 'offer', negotiation: frame.negotiation, sdp: frame.sdp, streams });
  };
  socket.raw.on('message', (data: Buffer) => void hear(JSON.parse(data.toString()) as Down)?.catch(() => undefined));
  const reply = await socket.request({ t: 'call.join', callId });
  if (!reply.ok) throw new Error(`Join: ${JSON.stringify(reply.error)}`);
  const { partyId } = await socket.frame('call.joined', (frame) => frame.callId === callId);

  return {
    page,
    partyId,
    async hears(tones) {
      try {
        await page.waitForFunction((wanted) => (globalThis as unknown as Lab).lab.hears(wanted), tones, {
          timeout: SECONDS,
          polling: 50,
        });
      } catch {
        const heard = JSON.stringify(await page.evaluate('lab.tones()'));
        throw new Error(`${partyId} should hear ${JSON.stringify(tones)} and hears ${heard}.`);
      }
    },
    codecs: () => page.evaluate('lab.codecs()') as Promise<string[]>,
  };
}

interface Lab {
  readonly lab: {
    take(event: object): Promise<void>;
    hears(tones: Readonly<Record<string, number>>): boolean;
  };
}
