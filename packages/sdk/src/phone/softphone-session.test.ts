import { describe, expect, it } from 'vitest';
import { browserTabs } from '../testing/browser-tabs.ts';
import { settle } from '../testing/fake-clock.ts';
import { softphoneBench as bench, deskOf, NUMBER, rings, view } from '../testing/softphone-bench.ts';

describe('csInit', () => {
  it('signs in with the token, says that voice is here, which device it is and whether calls ring', async () => {
    const made = bench();
    expect(await made.init()).toEqual(
      expect.arrayContaining([
        ['csInitComplete'],
        ['csShowEnableVoice', false],
        ['csShowDeviceType', 1],
        ['csShowCallStatus', 'Offline'],
      ]),
    );
    expect(made.asked).toContain('POST /bank/thirdParty/login {"token":"call token"}');
    expect(made.server.socket.welcomed).toBe(true);
    expect(made.phone.calls()).not.toBeNull();
  });

  it.each([400, 401, 404, 405, 500])('tells the status of a refusal (%i), and connects nothing', async (status) => {
    const made = bench();
    made.status('POST /bank/thirdParty/login', status);
    expect(await made.init()).toEqual([['csInitError', status]]);
    expect([made.phone.calls(), made.server.sockets.length]).toEqual([null, 0]);
  });

  it('tells 0 when the server is not reached, or something else answers in its place', async () => {
    const made = bench();
    made.answers.delete('POST /bank/thirdParty/login');
    made.server.offline = true;
    expect(await made.init()).toEqual([['csInitError', 0]]);
    made.answers.set('POST /bank/thirdParty/login', '<html>');
    expect(await made.init()).toEqual([['csInitError', 0]]);
  });

  it('a second time ends the first session, and the device goes on with the new one', async () => {
    const made = bench();
    await made.init();
    await made.init();
    expect(made.server.openSockets).toHaveLength(1);
  });
});

it('before csInit nothing is asked of anybody, and a call out is told as not possible', async () => {
  const { phone, told, asked, server } = bench();
  await phone.onAcceptCall();
  await phone.endCall();
  await phone.holdCall();
  await phone.changeCallStatus();
  await phone.getTransferAgent();
  await phone.csTransferCallAgent('100');
  await phone.responseTransferAgent(1);
  phone.muteCall();
  expect([told(), asked, server.requests]).toEqual([[], [], []]);
  await phone.csCallout(NUMBER);
  expect(told()).toEqual([['showCalloutError', 'ERROR_CALLOUT_CONNECT', null]]);
});

describe('a session', () => {
  it('takes calls or does not, as the agent says; without a word, the other one of the two', async () => {
    const made = bench();
    await made.init();
    made.answers.set('PUT /v1/agent/presence', deskOf('away'));
    await made.phone.changeCallStatus();
    await made.phone.changeCallStatus('Offline');
    await made.desk(deskOf('available'));
    expect(made.told()).toEqual([['csShowCallStatus', 'Online']]);
    await made.phone.changeCallStatus();
    const states = made.asked.flatMap((one) => (one.startsWith('PUT') ? [one.split(' ')[2]] : []));
    expect(states).toEqual(['{"state":"available"}', '{"state":"away"}', '{"state":"away"}']);
    made.refuse('PUT /v1/agent/presence', 'store_unavailable');
    await expect(made.phone.changeCallStatus('Online')).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('stays on this browser whatever device is asked for, and says so', async () => {
    const made = bench();
    await made.init();
    made.phone.changeDevice(3, NUMBER);
    made.phone.reConfigDeviceType();
    expect(made.told()).toEqual([
      ['csShowDeviceType', 1],
      ['csShowDeviceType', 1],
    ]);
  });

  it('counts its tries to come back, from one again after it was there', async () => {
    const made = bench();
    await made.init();
    const tries = () => made.told().flatMap(([name, ...values]) => (name === 'csNotifyReconnecting' ? [values] : []));
    made.server.refuseSockets = true;
    made.server.cut();
    await made.clock.advance(20_000);
    const first = tries();
    expect(first.length).toBeGreaterThan(1);
    expect(first).toEqual(first.map((_, index) => [index + 1, 10]));
    made.server.refuseSockets = false;
    await made.clock.advance(60_000);
    made.told();
    made.server.cut();
    await made.clock.advance(0);
    expect(tries()).toEqual([[1, 10]]);
  });

  it('ends with csUnregister: signed out, told, and nothing is left of it', async () => {
    const made = bench();
    await made.init();
    await made.call(view({ state: 'in_progress' }));
    made.answers.set('POST /v1/agent/sign-out', {});
    made.told();
    await made.phone.csUnregister();
    await settle();
    expect(made.asked.at(-1)).toBe('POST /v1/agent/sign-out');
    expect(made.told()).toEqual([['csOndisconnected']]);
    expect([made.phone.calls(), made.server.openSockets, made.rtc.isLetGo]).toEqual([null, [], true]);
    expect(made.clock.pending).toBe(0);
  });

  it('tells nobody who no longer listens', async () => {
    const made = bench();
    const heard: string[] = [];
    const stop = made.phone.on('csShowDeviceType', () => heard.push('told'));
    made.phone.reConfigDeviceType();
    stop();
    made.phone.reConfigDeviceType();
    expect(heard).toEqual(['told']);
  });
});

describe('two tabs', () => {
  it('voice is in the first; the second rings only once it has taken voice, and carries the call then', async () => {
    const tab = browserTabs();
    const [first, second] = [bench(tab()), bench(tab())];
    expect(await first.init()).toContainEqual(['csShowEnableVoice', false]);
    expect(await second.init()).toContainEqual(['csShowEnableVoice', true]);
    for (const one of [first, second]) await one.call(rings());
    expect([first.told(), second.told()]).toEqual([[['csCallRinging', NUMBER]], []]);
    for (const one of [first, second]) await one.call(view({ state: 'connecting', version: 2 }));
    expect([first, second].map(({ phone }) => phone.calls()?.active.get()?.callId)).toEqual(['call-1', undefined]);
    first.told();
    second.told();
    second.phone.csEnableCall();
    await settle();
    expect(first.told()).toEqual([['csShowEnableVoice', true]]);
    expect(second.told()[0]).toEqual(['csShowEnableVoice', false]);
    expect([first, second].map(({ phone }) => phone.calls()?.active.get()?.callId)).toEqual([undefined, 'call-1']);
    expect(first.rtc.opened.every(({ readyState }) => readyState === 'ended')).toBe(true);
  });
});
