import { openTelephonePeer, type TelephonePeer, tonePage } from '@alongside/media/testing';
import { CUSTOMER, freePort, loginLink, NUMBER, openTelephones, RawPeer, sdp } from '@alongside/telephony/testing';
import { chromium, type Page } from 'playwright-core';
import { startProduct } from '../env/product.ts';
import type { Context } from '../parts/context.ts';
import { median, quantile, rounded } from '../report/statistics.ts';
import type { Spread } from './run-telephony.ts';

export interface StoryResults {
  /** An INVITE leaves the carrier until the agent's phone app, in a browser, shows the call. Milliseconds. */
  readonly offered: Spread;
  /** The agent taps Answer until the agent hears the customer and the customer the agent. Milliseconds. */
  readonly speaking: Spread;
}

const now = () => performance.timeOrigin + performance.now();

/** The built server with its media process, a carrier and a telephone made by hand, and the phone app in a browser: what people wait for. */
export async function runStory(
  context: Pick<Context, 'quick' | 'say' | 'main' | 'postgres' | 'profile'>,
): Promise<StoryResults> {
  const rounds = context.quick ? 5 : 25;
  const sip = await freePort();
  const database = await context.postgres.createDatabase('telephony');
  const product = await startProduct({
    main: context.main,
    databaseUrl: database.url,
    node: context.profile,
    words: ['--sip', `udp:127.0.0.1:${sip}`],
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  const carrier = await RawPeer.open(() => sip);
  try {
    await openTelephones(product.demo, carrier.port);
    const browsing = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' });
    await browsing.grantPermissions(['microphone']);
    const page = await browsing.newPage();
    await page.addInitScript(tonePage(700));
    await page.goto(loginLink(product.demo));
    await page.getByRole('switch', { name: 'Take calls on this phone' }).click();
    await page.getByText('Ready', { exact: true }).waitFor();
    const [offered, speaking]: [number[], number[]] = [[], []];
    // The first call starts the media process: nobody waits for it again.
    for (let round = -1; round < rounds; round += 1) {
      const telephone = await openTelephonePeer();
      const one = await call(page, carrier, telephone).finally(() => telephone.close());
      if (round < 0) continue;
      offered.push(one.offered);
      speaking.push(one.speaking);
    }
    const results = { offered: spread(offered), speaking: spread(speaking) };
    context.say(
      `telephony: INVITE to the agent's screen ${results.offered.p50} / ${results.offered.p95} ms, answered to both heard ${results.speaking.p50} / ${results.speaking.p95} ms`,
    );
    return results;
  } finally {
    await browser.close();
    await carrier.close();
    await product.stop();
  }
}

async function call(
  page: Page,
  carrier: RawPeer,
  telephone: TelephonePeer,
): Promise<{ offered: number; speaking: number }> {
  const heard = telephone.nextSound();
  const shown = page.evaluate<number>(`new Promise((resolve) => {
    globalThis.firstHeardAt = 0;
    const look = () => {
      if (!document.querySelector('.ring .go')) return;
      watch.disconnect();
      requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, { childList: true, subtree: true });
  })`);
  // The page is watching.
  await page.evaluate('0');
  const { host, port } = telephone.parameters;
  const from = `<sip:${CUSTOMER}@127.0.0.1>;tag=story`;
  const to = `<sip:${NUMBER}@127.0.0.1>`;
  const sent = now();
  const invite = carrier.ask('INVITE', {
    uri: `sip:${NUMBER}@127.0.0.1`,
    from,
    to,
    body: sdp({ host, port, types: '0 101' }),
  });
  const offered = (await shown) - sent;
  const tapped = await page.evaluate<number>(
    `(document.querySelector('.ring .go').click(), performance.timeOrigin + performance.now())`,
  );
  const answer = await carrier.response(200);
  const inside = { callId: invite.callId, from, to: `${to};tag=${answer.to.parameters.get('tag')}` };
  carrier.ask('ACK', { ...inside, cseq: 1 });
  telephone.call({ host: '127.0.0.1', port: Number(/^m=audio (\d+)/m.exec(answer.body)?.[1]), srtpKey: '' });
  telephone.tone(1_900);
  // The page's own policy lets no string be evaluated by itself later on: the promise is made at once.
  const agentHears = page.evaluate<number>(`new Promise((resolve) => {
    const look = setInterval(() => {
      if (globalThis.firstHeardAt === 0) return;
      clearInterval(look);
      resolve(globalThis.firstHeardAt);
    }, 10);
  })`);
  const both = await Promise.all([agentHears, heard]);
  carrier.ask('BYE', { ...inside, cseq: 2 });
  await carrier.response(200);
  await page.getByRole('button', { name: 'Done' }).click();
  return { offered, speaking: Math.max(...both) - tapped };
}

function spread(times: readonly number[]): Spread {
  return { p50: rounded(median(times)), p95: rounded(quantile(times, 0.95)), runs: times.length };
}
