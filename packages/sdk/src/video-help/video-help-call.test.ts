import { describe, expect, it } from 'vitest';
import { createCalls } from '../calls/calls.ts';
import { createBench } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import { FakeRtc } from '../testing/fake-rtc.ts';
import { videoHelpBench as bench, opened, pageOf, start, view } from '../testing/video-help-bench.ts';
import { videoCallStateOf } from './video-call-state.ts';

describe('the state of the video call', () => {
  it.each([
    ['idle', null, 'NO_CALL'],
    ['waiting', null, 'RINGING'],
    ['waiting', 'requested', 'RINGING'],
    ['waiting', 'ringing', 'RINGING'],
    ['active', 'ringing', 'RINGING'],
    ['active', null, 'CONNECTING'],
    ['active', 'connecting', 'CONNECTING'],
    ['active', 'in_progress', 'IN_PROGRESS'],
    ['active', 'held', 'IN_PROGRESS'],
    ['waiting', 'held', 'IN_PROGRESS'],
    ['active', 'ended', 'ENDED'],
    ['ended', 'in_progress', 'ENDED'],
    ['ended', null, 'ENDED'],
  ] as const)('of a help that is %s with a call that is %s is %s', (phase, call, state) => {
    expect(videoCallStateOf(phase, call && { state: call })).toBe(state);
  });

  it('is told on change only, from the wait to the end', async () => {
    const { help, client, server, push, ringing, states } = bench();
    await ringing();
    await push(view('requested'));
    await push(view('ringing'));
    server.agentStarts();
    await push(view('connecting'));
    await push(view('in_progress'));
    await push(view('held'));
    await push(view('in_progress'));
    await push(view('ended'));
    server.end('ended_by_agent');
    await settle();
    expect(states).toEqual(['RINGING', 'CONNECTING', 'IN_PROGRESS', 'ENDED']);
    await client.dismiss();
    expect(help.videoCallState).toBe('NO_CALL');
  });

  it('rings again where the customer waits for another agent', async () => {
    const { push, talking, server, states } = bench();
    await talking();
    server.agentLost();
    await push(view('requested'));
    expect(states.slice(-2)).toEqual(['IN_PROGRESS', 'RINGING']);
  });

  it('is not moved by a call of another contact', async () => {
    const { help, push, ringing } = bench();
    await ringing();
    await push(view('in_progress', { id: 'call-2', contactId: 'another' }));
    expect(help.videoCallState).toBe('RINGING');
  });

  it('is there again after a reload; messages from before are not told again', async () => {
    const made = bench();
    await made.talking();
    made.server.agentWrites('Hello');
    await settle();
    made.help.close();
    made.client.close();
    made.server.calls = [view('in_progress')];
    const alongside = made.open(7);
    const { help, rtc, states, events } = pageOf(made, alongside);
    await alongside.resume();
    await settle(10);
    expect(states.at(-1)).toBe('IN_PROGRESS');
    expect(help.calls.active.get()?.callId).toBe('call-1');
    expect(rtc.opened.map(({ kind }) => kind)).toEqual(['audio', 'video']);
    made.server.agentWrites('Still there?');
    await settle();
    expect(events).toEqual(['MESSAGE_RECEIVED Still there?']);
    await help.stopVideoCall('123456');
    expect(help.videoCallState).toBe('ENDED');
  });
});

describe('the media', () => {
  it('go out once an agent has accepted, by one question for both devices, and are let go at the end', async () => {
    const { help, push, ringing, rtc, server } = bench();
    await ringing();
    await push(view('ringing'));
    expect([help.calls.active.get(), rtc.opened]).toEqual([null, []]);
    server.agentStarts();
    await push(view('connecting'));
    await push(view('in_progress'));
    expect(help.calls.active.get()?.callId).toBe('call-1');
    expect(rtc.opened.map(({ kind }) => kind)).toEqual(['audio', 'video']);
    await push(view('ended'));
    expect(rtc.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  });

  it('are those that the app has switched on before, where it has', async () => {
    const { help, push, ringing, rtc } = bench();
    await ringing();
    await help.calls.local.on('microphone', 'mic-2');
    help.calls.local.mute(true);
    await push(view('connecting'));
    expect(rtc.opened.map(({ deviceId }) => deviceId)).toEqual(['mic-2']);
    expect(help.calls.local.state.get().microphone.state).toBe('muted');
  });

  it('are let go where the call is over before the person has answered', async () => {
    const { help, push, ringing, rtc } = bench();
    const { getUserMedia } = rtc.media;
    let answer = () => {};
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    rtc.media.getUserMedia = (wanted) => asked.then(() => getUserMedia(wanted));
    await ringing();
    await push(view('connecting'));
    await push(view('ended'));
    answer();
    await settle();
    expect(rtc.opened.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
    expect(help.calls.local.state.get().camera.state).toBe('off');
  });

  it.each(['refusal', 'cameraRefusal'] as const)('are missing after a %s, and the call goes on', async (which) => {
    const { help, push, ringing, rtc } = bench();
    rtc[which] = 'NotAllowedError';
    await ringing();
    await push(view('connecting'));
    expect(rtc.opened.map(({ kind }) => kind)).toEqual(which === 'refusal' ? [] : ['audio']);
    expect([help.calls.active.get()?.callId, help.videoCallState]).toEqual(['call-1', 'CONNECTING']);
  });

  it('that the app lets go of are not taken again', async () => {
    const { help, push, talking } = bench();
    await talking();
    help.calls.letGo();
    await push(view('held'));
    expect(help.calls.active.get()).toBeNull();
  });

  it('are those of the calls that the app has, which stay its own', async () => {
    const made = createBench();
    made.server.helpTypes = ['VIDEO_CALL'];
    const calls = createCalls({ client: made.client, rtc: new FakeRtc(), clock: made.clock });
    const { help } = pageOf(made, made.client, { calls });
    opened.push(calls);
    await start(help);
    await settle();
    made.server.agentStarts();
    made.server.push({ t: 'call.state', call: view('connecting') });
    await settle();
    expect([help.calls === calls, calls.active.get()?.callId]).toEqual([true, 'call-1']);
    help.close();
    expect(calls.active.get()).toBeNull();
    made.server.push({ t: 'call.state', call: view('held') });
    await settle();
    expect(calls.all.get().map(({ state }) => state)).toEqual(['held']);
  });
});

describe('close', () => {
  it('takes the screen away: CALL_ACTIVITY_DESTROYED is the last word, media are let go, the call goes on', async () => {
    const { help, push, talking, server, rtc, states } = bench();
    await talking();
    help.close();
    help.close();
    expect(states.at(-1)).toBe('CALL_ACTIVITY_DESTROYED');
    expect([rtc.isLetGo, server.state]).toEqual([true, 'active']);
    const told = states.length;
    await push(view('ended'));
    expect(states.length).toBe(told);
  });

  it('leaves a call that can still be stopped', async () => {
    const { help, talking, server } = bench();
    await talking();
    help.close();
    await help.stopVideoCall('123456');
    expect(server.endReason).toBe('ended_by_customer');
  });

  it('says nothing where there was no call', () => {
    const { help, states } = bench();
    help.close();
    expect([help.videoCallState, states]).toEqual(['NO_CALL', []]);
  });
});
