import { describe, expect, it } from 'vitest';
import { settle } from '../testing/fake-clock.ts';
import { videoHelpBench as bench, failure, start, startsOf } from '../testing/video-help-bench.ts';
import { VideoCallError } from './video-call-error.ts';

describe('startVideoCallWithAttachedDataInBackground', () => {
  it('starts an online help of kind VIDEO_CALL with the hash and the attached data, and rings', async () => {
    const made = bench();
    expect([made.help.videoCallState, made.help.manageCallEvent]).toEqual(['NO_CALL', 'NO_EVENT']);
    await start(made.help);
    expect(startsOf(made).map(({ body }) => body)).toEqual([
      expect.objectContaining({
        idNumber: '12345678901',
        customerId: '123456',
        customerName: 'Ada',
        customerPhone: '905551112233',
        transactionHash: 'hash',
        attachedData: { branch: '7' },
        helpType: 'VIDEO_CALL',
      }),
    ]);
    expect(made.states).toEqual(['RINGING']);
    // The app draws the wait.
    expect(made.client.onlineHelpState).toBe('NO_CHAT');
  });

  it('leaves out what means none', async () => {
    const made = bench();
    await made.help.startVideoCallWithAttachedDataInBackground(0, '123456', 'Ada', null, 'hash', null);
    const [{ body } = { body: {} }] = startsOf(made);
    for (const name of ['idNumber', 'customerPhone', 'attachedData']) expect(body).not.toHaveProperty(name);
    expect(body).toHaveProperty('customerId', '123456');
  });

  it('tells the callback of success, and of failure with errorCode and errorMsg', async () => {
    const { help } = bench();
    const tried = (idNumber: string | number) =>
      new Promise((resolve) => {
        const callback = {
          success: () => resolve('success'),
          failure: ({ errorCode, errorMsg }: VideoCallError) => resolve([errorCode, errorMsg !== '']),
        };
        // Nobody listens to the promise.
        void help.startVideoCallWithAttachedDataInBackground(idNumber, '1', 'Ada', null, 'hash', null, callback);
      });
    expect(await tried('')).toEqual(['DLGEXCPINP_IDNUMBER', true]);
    expect(await tried(0)).toBe('success');
  });

  it.each([
    ['DLGEXCPINP_IDNUMBER', ['']],
    ['DLGEXCPINP_IDNUMBER', [null]],
    ['DLGEXCPINP_IDNUMBER', ['1'.repeat(65)]],
    ['DLGEXCPINP_CUSTOMER_ID', [undefined, ' ']],
    ['DLGEXCPINP_CUSTOMER_ID', [undefined, 'x'.repeat(129)]],
    ['DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY', [undefined, undefined, '']],
    ['DLGEXCPINP_TRXHASH_IS_EMPTY', [undefined, undefined, undefined, undefined, '']],
  ])('answers %s for %j without asking the server', async (errorCode, wrong) => {
    const made = bench();
    const error = await failure(start(made.help, ...wrong));
    expect(error).toBeInstanceOf(VideoCallError);
    expect(error).toMatchObject({ errorCode, correctiveAction: 'fix_request', code: null });
    expect([startsOf(made), made.states]).toEqual([[], []]);
  });

  it.each([
    ['start_refused', 'DLGEXCP_AUTH_REQUEST'],
    ['company_unavailable', 'DLGEXCP_COMPLETE_AUTH'],
    ['already_in_help', 'DLGEXCP_USER_IS_IN_CALL_NOW'],
    ['help_type_not_supported', 'DLGEXCP_NOT_SUPPORTED_FEATURE'],
    ['body_too_large', 'DLGEXCP_GENERAL_EXCEPTION'],
  ] as const)('tells %s as %s, and there is no call', async (code, errorCode) => {
    const { help, server, clock, states } = bench();
    // Some are asked again for a minute.
    server.refuse('POST /v1/online-help/start', code, { times: 99 });
    const outcome = failure(start(help));
    await clock.advance(61_000);
    expect(await outcome).toMatchObject({ errorCode, code });
    expect([help.videoCallState, states]).toEqual(['NO_CALL', []]);
  });

  it('refuses a second one, whose customer may then not stop the first', async () => {
    const { help, ringing } = bench();
    await ringing();
    expect((await failure(start(help, 1, '999'))).errorCode).toBe('DLGEXCP_USER_IS_IN_CALL_NOW');
    expect((await failure(help.stopVideoCall('999'))).errorCode).toBe('DLGEXCPINP_CUSTOMER_ID');
    await help.stopVideoCall('123456');
    expect(help.videoCallState).toBe('ENDED');
  });

  it('refuses one beside a chat, which is no video call', async () => {
    const { help, server, states, events, chatting } = bench();
    await chatting();
    server.agentWrites('Hello');
    await settle();
    expect((await failure(start(help))).errorCode).toBe('DLGEXCP_USER_IS_IN_CALL_NOW');
    await help.stopVideoCall('123456');
    help.minimize();
    expect(() => help.sendMessageToRemote('Hello')).toThrow(expect.objectContaining({ code: 'no_conversation' }));
    expect([server.state, states, events]).toEqual(['active', [], []]);
  });

  it('answers DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE after close', async () => {
    const made = bench();
    made.help.close();
    expect((await failure(start(made.help))).errorCode).toBe('DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE');
    expect(startsOf(made)).toEqual([]);
  });
});

describe('stopVideoCall', () => {
  it('gives up the wait', async () => {
    const { help, ringing, server, states } = bench();
    await ringing();
    await help.stopVideoCall('123456');
    expect([server.endReason, states]).toEqual(['cancelled_by_customer', ['RINGING', 'ENDED']]);
  });

  it('ends the call', async () => {
    const { help, talking, server, states } = bench();
    await talking();
    await help.stopVideoCall('123456');
    expect([server.endReason, states.at(-1)]).toEqual(['ended_by_customer', 'ENDED']);
  });

  it('ends the call where an agent was first', async () => {
    const { help, ringing, server } = bench();
    await ringing();
    server.mute = true;
    server.agentStarts();
    await help.stopVideoCall('123456');
    expect([server.endReason, help.videoCallState]).toEqual(['ended_by_customer', 'ENDED']);
  });

  it('gives up a start that is on its way', async () => {
    const { help, server } = bench();
    const starting = start(help);
    const stopping = help.stopVideoCall('123456');
    await Promise.all([starting, stopping]);
    expect([server.endReason, help.videoCallState]).toEqual(['cancelled_by_customer', 'ENDED']);
  });

  it.each(['999', '', ' '])('is refused for the customer "%s", who started none', async (customerId) => {
    const { help, talking, server } = bench();
    await talking();
    const error = await failure(help.stopVideoCall(customerId));
    expect(error).toMatchObject({ errorCode: 'DLGEXCPINP_CUSTOMER_ID', correctiveAction: 'fix_request' });
    expect([server.state, help.videoCallState]).toEqual(['active', 'IN_PROGRESS']);
  });

  it('does nothing where there is no call', async () => {
    const { help, server } = bench();
    await help.stopVideoCall('123456');
    expect(server.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('tells what kept it from ending', async () => {
    const { help, ringing, server } = bench();
    await ringing();
    server.refuse('POST /v1/online-help/cancel', 'not_allowed');
    expect(await failure(help.stopVideoCall('123456'))).toMatchObject({
      errorCode: 'DLGEXCP_GENERAL_EXCEPTION',
      code: 'not_allowed',
    });
  });
});
