import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { AGENT } from '../testing/fake-server.ts';
import { videoHelpBench as bench, start, view } from '../testing/video-help-bench.ts';

describe('the events around a call', () => {
  it('MESSAGE_RECEIVED comes once for each message of the agent, with the message', async () => {
    const { help, server, talking, events } = bench();
    await talking();
    server.agentWrites('One');
    server.agentWrites('Two');
    await settle();
    server.cut();
    await settle();
    expect(events).toEqual(['MESSAGE_RECEIVED One', 'MESSAGE_RECEIVED Two']);
    expect(help.getManageCallEventData()).toMatchObject({ text: 'Two', from: { name: AGENT.name } });
  });

  it('sendMessageToRemote writes into the conversation, and is no event', async () => {
    const { help, server, talking, events } = bench();
    await talking();
    const { accepted } = help.sendMessageToRemote('My card');
    expect((await accepted).seq).toBeGreaterThan(0);
    expect([server.texts(), events]).toEqual([['My card'], []]);
    expect(() => help.sendMessageToRemote(' ')).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });

  it('CALL_MINIMIZED comes once, turnBackToVideoCall leads back to NO_EVENT, and without a call neither comes', async () => {
    const { help, talking, events } = bench();
    help.minimize();
    help.turnBackToVideoCall();
    expect(events).toEqual([]);
    await talking();
    help.minimize();
    help.minimize();
    expect([help.manageCallEvent, help.getManageCallEventData()]).toEqual(['CALL_MINIMIZED', null]);
    help.turnBackToVideoCall();
    help.turnBackToVideoCall();
    expect([help.manageCallEvent, events]).toEqual(['NO_EVENT', ['CALL_MINIMIZED', 'NO_EVENT']]);
  });

  it('a minimized call that ends is minimized no more', async () => {
    const { help, talking, events } = bench();
    await talking();
    help.minimize();
    await help.stopVideoCall('123456');
    expect(events).toEqual(['CALL_MINIMIZED', 'NO_EVENT']);
  });

  it('the next call begins with NO_EVENT', async () => {
    const { help, server, client, push, talking } = bench();
    await talking();
    server.agentWrites('Bye');
    await settle();
    await help.stopVideoCall('123456');
    expect(help.manageCallEvent).toBe('MESSAGE_RECEIVED');
    await push(view('ended'));
    // This server has one contact for all.
    help.calls.dismiss('call-1');
    await client.dismiss();
    await start(help);
    expect([help.manageCallEvent, help.getManageCallEventData(), help.videoCallState]).toEqual([
      'NO_EVENT',
      null,
      'RINGING',
    ]);
  });

  it('who stops listening hears no more', async () => {
    const { help, talking } = bench();
    const heard: string[] = [];
    help.subscribeToVideoCallStateEvent((state) => void heard.push(state))();
    help.subscribeToManageCallEvent((event) => void heard.push(event))();
    await talking();
    help.minimize();
    expect(heard).toEqual([]);
  });
});
