import { afterEach, describe, expect, it } from 'vitest';
import { sdp } from './testing/settings.ts';
import { type Stage, stage } from './testing/stage.ts';
import { calledUp, dialledUp } from './testing/up.ts';

const open: Stage[] = [];
const begin = async (...parameters: Parameters<typeof stage>) => {
  const made = await stage(...parameters);
  open.push(made);
  return made;
};
afterEach(async () => {
  for (const made of open.splice(0)) await made.close();
});

describe('hold', () => {
  it('is a re-INVITE with sendonly, and back', async () => {
    const made = await begin();
    await dialledUp(made);
    const { engine, peer } = made;
    const holding = engine.hold('call-1', true);
    const first = await peer.request('INVITE');
    expect(first.body).toContain('a=sendonly');
    expect(first.to.parameters.get('tag')).toBe('peer');
    peer.reply(first, 200, { body: sdp({ attributes: ['a=recvonly'] }) });
    await peer.request('ACK');
    expect(await holding).toEqual({ ok: true, value: undefined });
    const resuming = engine.hold('call-1', false);
    const second = await peer.request('INVITE');
    expect(second.body).toContain('a=sendrecv');
    expect(second.cseq).toBe(first.cseq + 1);
    peer.reply(second, 200, { body: sdp() });
    await peer.request('ACK');
    expect((await resuming).ok).toBe(true);
  });

  it('is tried again when both sides ask at once', async () => {
    const made = await begin();
    await dialledUp(made);
    const holding = made.engine.hold('call-1', true);
    made.peer.reply(await made.peer.request('INVITE'), 491);
    const again = await made.peer.request('INVITE');
    made.peer.reply(again, 200, { body: sdp() });
    expect((await holding).ok).toBe(true);
  });

  it('that is refused leaves the call as it was', async () => {
    const made = await begin();
    const { inside } = await dialledUp(made);
    const holding = made.engine.hold('call-1', true);
    made.peer.reply(await made.peer.request('INVITE'), 488);
    expect(await holding).toMatchObject({ ok: false, refusal: 'wrong_state' });
    inside('INVITE', { body: sdp() });
    const answer = await made.peer.response(200);
    expect(answer.body).toContain('a=sendrecv');
    expect(made.heard.of('ended')).toEqual([]);
  });

  it('ends the call when the other side has lost it', async () => {
    const made = await begin();
    await dialledUp(made);
    const holding = made.engine.hold('call-1', true);
    made.peer.reply(await made.peer.request('INVITE'), 481);
    expect((await holding).ok).toBe(false);
    expect(await made.heard.until('ended')).toMatchObject({ by: 'peer', failure: 'network', status: 481 });
  });
});

describe('a change by the other side', () => {
  it.each([
    ['a=sendonly', '127.0.0.1', { sends: true, receives: false }, 'a=recvonly'],
    ['a=inactive', '127.0.0.1', { sends: false, receives: false }, 'a=inactive'],
    ['a=sendrecv', '0.0.0.0', { sends: true, receives: false }, 'a=recvonly'],
    ['a=sendrecv', '127.0.0.5', { sends: true, receives: true }, 'a=sendrecv'],
  ])('%s at %s is told and answered', async (direction, host, told, answered) => {
    const made = await begin();
    const { inside, sipCallId } = await calledUp(made);
    inside('INVITE', { body: sdp({ host, port: 32_000, attributes: [direction] }) });
    const answer = await made.peer.response(200);
    expect(answer.body).toContain(answered);
    inside('ACK');
    const changed = await made.heard.until('changed');
    expect(changed).toMatchObject({ sipCallId, remote: { host, port: 32_000 }, ...told });
  });

  it('without an offer is answered with ours, and taken from the ACK', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('INVITE');
    const answer = await made.peer.response(200);
    expect(answer.body).toContain('m=audio 40000 RTP/AVP 0 101');
    inside('ACK', { body: sdp({ port: 33_000 }) });
    expect(await made.heard.until('changed')).toMatchObject({ remote: { port: 33_000 } });
  });

  it('that changes nothing is answered and not told', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('INVITE', { body: sdp() });
    await made.peer.response(200);
    inside('ACK');
    inside('UPDATE', { body: sdp() });
    await made.peer.response(200);
    expect(made.heard.of('changed')).toEqual([]);
  });

  it('by UPDATE needs no ACK', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('UPDATE', { body: sdp({ port: 34_000 }) });
    await made.peer.response(200);
    expect(await made.heard.until('changed')).toMatchObject({ remote: { port: 34_000 } });
  });

  it('to what we cannot speak is refused and changes nothing', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('INVITE', { body: sdp({ types: '18' }) });
    await made.peer.response(488);
    inside('INVITE', { body: 'v=0\r\nnonsense' });
    await made.peer.response(400);
    expect(made.heard.of('changed')).toEqual([]);
    expect(made.heard.of('ended')).toEqual([]);
  });

  it('whose ACK never comes ends the call', async () => {
    const made = await begin({ timing: { t1: 10, t2: 80, t4: 100 } });
    const { inside } = await calledUp(made);
    inside('INVITE', { body: sdp() });
    await made.peer.request('BYE');
    expect(await made.heard.until('ended')).toMatchObject({ by: 'us', failure: 'network' });
  });
});

describe('keys', () => {
  it.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', '5'],
    ['application/dtmf-relay', 'Signal= #\r\n', '#'],
    ['application/dtmf', '10', '*'],
    ['application/dtmf', 'a', 'A'],
  ])('by INFO with %s come as events', async (type, body, digit) => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('INFO', { body, fields: [`Content-Type: ${type}`] });
    await made.peer.response(200);
    expect(await made.heard.until('dtmf')).toMatchObject({ digit });
  });

  it('of other kinds are none', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('INFO', { body: 'Signal=55\r\n', fields: ['Content-Type: application/dtmf-relay'] });
    await made.peer.response(200);
    inside('INFO', { body: '<picture_fast_update/>', fields: ['Content-Type: application/media_control+xml'] });
    await made.peer.response(200);
    expect(made.heard.of('dtmf')).toEqual([]);
  });
});

describe('transfer', () => {
  const progress = (status: number, state: string) => ({
    body: `SIP/2.0 ${status} Any\r\n`,
    fields: ['Event: refer', `Subscription-State: ${state}`, 'Content-Type: message/sipfrag;version=2.0'],
  });

  it('to a number is done when the new call is answered, and ends ours', async () => {
    const made = await begin();
    const { inside } = await dialledUp(made);
    const transferring = made.engine.transfer('call-1', { number: '+84281234567' });
    const refer = await made.peer.request('REFER');
    expect(refer.headers.get('refer-to')).toBe(`<sip:+84281234567@127.0.0.1:${made.peer.port}>`);
    made.peer.reply(refer, 202);
    expect((await transferring).ok).toBe(true);
    inside('NOTIFY', progress(100, 'active'));
    await made.peer.response(200);
    expect(made.heard.of('transferred')).toEqual([]);
    inside('NOTIFY', progress(200, 'terminated;reason=noresource'));
    expect(await made.heard.until('transferred')).toMatchObject({ sipCallId: 'call-1', ok: true, status: 200 });
    made.peer.reply(await made.peer.request('BYE'), 200);
    expect(await made.heard.until('ended')).toMatchObject({ by: 'us', failure: null });
  });

  it('that fails leaves the call standing', async () => {
    const made = await begin();
    const { inside } = await dialledUp(made);
    const transferring = made.engine.transfer('call-1', { number: '+84281234567' });
    made.peer.reply(await made.peer.request('REFER'), 202);
    await transferring;
    inside('NOTIFY', progress(486, 'terminated;reason=noresource'));
    expect(await made.heard.until('transferred')).toMatchObject({ ok: false, status: 486 });
    expect(made.heard.of('ended')).toEqual([]);
  });

  it('that the other side does not do is told at once', async () => {
    const made = await begin();
    await dialledUp(made);
    const transferring = made.engine.transfer('call-1', { number: '+84281234567' });
    made.peer.reply(await made.peer.request('REFER'), 405);
    await transferring;
    expect(await made.heard.until('transferred')).toMatchObject({ ok: false, status: 405 });
  });

  it('to another call of ours names it by its own tags', async () => {
    const made = await begin();
    await dialledUp(made);
    const { invite } = await dialledUp(made, 'call-2');
    void made.engine.transfer('call-1', { sipCallId: 'call-2' });
    const refer = await made.peer.request('REFER');
    const tag = invite.from.parameters.get('tag');
    const replaces = encodeURIComponent(`${invite.callId};to-tag=peer;from-tag=${tag}`);
    expect(refer.headers.get('refer-to')).toBe(`<sip:peer@127.0.0.1:${made.peer.port}?Replaces=${replaces}>`);
    made.peer.reply(refer, 603);
    await made.heard.until('transferred');
  });

  it('to no number is refused', async () => {
    const made = await begin();
    await dialledUp(made);
    const wrong = await made.engine.transfer('call-1', { number: '+84281234567>;x' });
    expect(wrong).toMatchObject({ ok: false, refusal: 'bad_number' });
  });

  it('that a trunk asks of us is refused: who asks from outside would have us pay', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('REFER', { fields: ['Refer-To: <sip:+882161234567@127.0.0.1>'] });
    await made.peer.response(603);
    expect(made.heard.of('transfer_asked')).toEqual([]);
    expect(made.peer.count((message) => message.kind === 'request' && message.method === 'INVITE')).toBe(0);
  });
});

describe('the end', () => {
  it('is one, when both sides hang up at once', async () => {
    const made = await begin();
    const { inside } = await dialledUp(made);
    await made.engine.end('call-1');
    const ours = await made.peer.request('BYE');
    inside('BYE');
    made.peer.reply(ours, 200);
    await made.peer.response(481);
    expect(made.heard.of('ended')).toHaveLength(1);
  });

  it('may be asked for twice', async () => {
    const made = await begin();
    await dialledUp(made);
    expect((await made.engine.end('call-1')).ok).toBe(true);
    expect((await made.engine.end('call-1')).ok).toBe(true);
    made.peer.reply(await made.peer.request('BYE'), 200);
  });

  it('comes by itself when the other side has forgotten the call', async () => {
    const made = await begin({ liveness: 100 });
    await dialledUp(made);
    made.peer.reply(await made.peer.request('OPTIONS'), 200);
    made.peer.reply(await made.peer.request('OPTIONS'), 481);
    expect(await made.heard.until('ended')).toMatchObject({ by: 'peer', failure: 'network', status: 481 });
  });

  it('comes by itself when the trunk is silent', async () => {
    const made = await begin({ liveness: 50, timing: { t1: 5, t2: 40, t4: 50 } });
    await dialledUp(made);
    expect(await made.heard.until('ended')).toMatchObject({ by: 'peer', failure: 'network', status: null });
  });

  it('is not for those who only guess the call', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('BYE', { to: '<sip:+84241234567@127.0.0.1>;tag=guess' });
    await made.peer.response(481);
    expect(made.heard.of('ended')).toEqual([]);
  });

  it('does not come from requests that are older than what was said', async () => {
    const made = await begin();
    const { inside } = await calledUp(made);
    inside('BYE', { cseq: 1 });
    await made.peer.response(500);
    expect(made.heard.of('ended')).toEqual([]);
  });
});
