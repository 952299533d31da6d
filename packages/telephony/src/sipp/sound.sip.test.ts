import type { LocalRtp, MediaReply } from '@alongside/domain';
import { type MediaLab, startMediaLab, tonesIn } from '@alongside/media/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelephonyEngine } from '../create-telephony-engine.ts';
import { Baresip } from '../testing/baresip.ts';
import { missing } from '../testing/programs.ts';
import { random, silent, trunkAt } from '../testing/settings.ts';
import { Heard } from '../testing/stage.ts';

const why = missing('baresip', 'baresip');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const device = { agentId: 'agent-1', tenantId: 't', username: 'desk1', password: 'secret1' };
const [CUSTOMER, AGENT] = [440, 1_000];

function value<Value>(reply: MediaReply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  return reply.value;
}

/** Until these tones and no others are heard for half a second. */
const hears = (phone: Baresip, tones: number[]) =>
  expect
    .poll(() => tonesIn(phone.heard(0.5), [CUSTOMER, AGENT], 8_000), { timeout: 10_000, interval: 50 })
    .toEqual(tones);

describe('two telephones (baresip) over SIP and the media engine', () => {
  let lab: MediaLab;
  beforeEach(async ({ skip }) => {
    if (why !== null) skip(why);
    lab = await startMediaLab(null);
    open.push(() => lab.close());
  });

  it.each([
    ['never', ''],
    ['always', ';mediaenc=srtp-mand'],
  ] as const)(
    'hear each other as long as they are routed, and not while one is held (SRTP of the trunk: %s)',
    async (srtp, encryption) => {
      const engine = await createTelephonyEngine({
        listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }],
        random,
        log: silent,
      });
      open.push(() => engine.close());
      const heard = new Heard(engine);
      const to = engine.addresses()[0]?.port ?? 0;
      const start = async (account: string, hertz: number) => {
        const phone = await Baresip.start(account, hertz);
        open.push(() => phone.stop());
        return phone;
      };
      await engine.setDevices([device]);
      const desk = await start(
        `<sip:desk1@127.0.0.1:${to}>;auth_user=desk1;auth_pass=secret1;regint=60;answermode=auto;audio_codecs=pcma`,
        AGENT,
      );
      await heard.until('device');
      const customer = await start(
        `<sip:+84912345678@127.0.0.1:${to}>;regint=0;audio_codecs=pcmu${encryption}`,
        CUSTOMER,
      );
      await engine.setTrunks([trunkAt(customer.port, { srtp })]);
      value(await lab.engine.createSession({ sessionId: 's', audio: 'g711' }));
      const leg = async (legId: string, role: 'customer' | 'agent'): Promise<LocalRtp> =>
        value(await lab.engine.addTelephoneLeg({ sessionId: 's', legId, role }));

      customer.command('dial', `sip:+84241234567@127.0.0.1:${to}`);
      const incoming = await heard.until('incoming');
      await engine.answer(incoming.sipCallId, await leg('customer', 'customer'));
      value(await lab.engine.connectTelephoneLeg('s', 'customer', incoming.remote));
      await engine.dial({
        sipCallId: 'desk',
        via: { deviceOf: 'agent-1' },
        local: await leg('agent', 'agent'),
        ringSeconds: 10,
      });
      const answered = await heard.until('answered');
      expect(incoming.remote.srtpKey !== null).toBe(srtp === 'always');
      expect([incoming.remote.codec, answered.remote.codec]).toEqual(['PCMU', 'PCMA']);
      value(await lab.engine.connectTelephoneLeg('s', 'agent', answered.remote));
      const routes = [
        { from: 'customer', to: 'agent', kinds: ['audio'] as const },
        { from: 'agent', to: 'customer', kinds: ['audio'] as const },
      ];
      value(await lab.engine.setRoutes('s', routes));
      await hears(desk, [CUSTOMER]);
      await hears(customer, [AGENT]);

      expect(await engine.hold(incoming.sipCallId, true)).toEqual({ ok: true, value: undefined });
      value(await lab.engine.setRoutes('s', []));
      await hears(desk, []);
      expect(await engine.hold(incoming.sipCallId, false)).toEqual({ ok: true, value: undefined });
      value(await lab.engine.setRoutes('s', routes));
      await hears(desk, [CUSTOMER]);
      await hears(customer, [AGENT]);
      await engine.end(incoming.sipCallId);
      await customer.until('CALL_CLOSED');
      desk.command('hangup');
      expect(await heard.until('ended', 2)).toMatchObject({ sipCallId: 'desk', by: 'peer' });
    },
  );
});
