import { describe, expect, it } from 'vitest';
import { createBench, request } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';
import type { OnlineHelpChatState } from './help-state.ts';
import { OnlineHelpError, type OnlineHelpRequest } from './start-request.ts';

const bench = () => {
  const made = createBench();
  const states: OnlineHelpChatState[] = [];
  made.client.subscribeToOnlineHelpChatStateEvent((state) => states.push(state));
  return { ...made, states };
};
const failure = async (task: Promise<unknown>): Promise<OnlineHelpError> => {
  const error = await task.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OnlineHelpError)) throw new Error(`expected an OnlineHelpError, got ${String(error)}`);
  return error;
};

describe('starting an online help', () => {
  it.each<[string, Partial<OnlineHelpRequest>]>([
    ['DLGEXCPINP_CUSTOMER_ID', { customerId: '' }],
    ['DLGEXCPINP_CUSTOMER_ID', { customerId: '  ' }],
    ['DLGEXCPINP_CUSTOMER_ID', { customerId: 'x'.repeat(129) }],
    ['DLGEXCPINP_CUSTOMER_NAME_IS_EMPTY', { customerName: ' ' }],
    ['DLGEXCPINP_TRXHASH_IS_EMPTY', { transactionHash: '' }],
    ['DLGEXCPINP_INVALID_HELP_TYPE', { helpType: 'FAX' as never }],
    ['DLGEXCPINP_INVALID_HELP_TYPE', { helpType: undefined as never }],
  ])('answers %s for %j without asking the server', async (errorCode, wrong) => {
    const { client, server } = bench();
    const error = await failure(client.startAnonymousOnlineHelp({ ...request, ...wrong }));
    expect(error).toMatchObject({ errorCode, correctiveAction: 'fix_request' });
    expect(error.errorMsg).not.toBe('');
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['start_refused', 'DLGEXCP_AUTH_REQUEST', 'start_again'],
    ['already_in_help', 'DLGEXCP_USER_IS_IN_CALL_NOW', 'none'],
    ['help_type_not_supported', 'DLGEXCP_NOT_SUPPORTED_FEATURE', 'fix_request'],
    ['origin_refused', 'DLGEXCP_GENERAL_EXCEPTION', 'contact_administrator'],
    ['body_too_large', 'DLGEXCP_GENERAL_EXCEPTION', 'fix_request'],
  ] as const)('tells %s as %s', async (code, errorCode, correctiveAction) => {
    const { client, server } = bench();
    server.refuse('POST /v1/online-help/start', code);
    const error = await failure(client.startAnonymousOnlineHelp(request));
    expect(error).toMatchObject({ errorCode, code, correctiveAction });
    expect(client.onlineHelpState).toBe('NO_CHAT');
  });

  it('tells a field that the server refuses by the code of that field', async () => {
    const { client, server } = bench();
    server.refuse('POST /v1/online-help/start', 'invalid_request', { field: '/customerId' });
    expect((await failure(client.startAnonymousOnlineHelp(request))).errorCode).toBe('DLGEXCPINP_CUSTOMER_ID');
  });

  it.each(['VIDEO_CALL', 'voice_call'] as const)('answers DLGEXCP_NOT_SUPPORTED_FEATURE for %s', async (helpType) => {
    const error = await failure(bench().client.startAnonymousOnlineHelp({ ...request, helpType }));
    expect(error.errorCode).toBe('DLGEXCP_NOT_SUPPORTED_FEATURE');
  });

  it('answers DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE after close', async () => {
    const { client } = bench();
    client.close();
    const error = await failure(client.startAnonymousOnlineHelp(request));
    expect(error.errorCode).toBe('DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE');
  });

  it('sends what the host gave, takes lower-case help types, and leaves out what means none', async () => {
    const { client, server } = bench();
    const deviceHash = await client.getDeviceHash();
    await client.startAnonymousOnlineHelp({
      ...request,
      helpType: 'chat',
      idNumber: 0,
      customerPhone: 905551112233,
      email: null,
    });
    expect(server.requests[0]?.body).toEqual({
      tenant: 'demo',
      customerId: '123456',
      customerName: 'Ada',
      transactionHash: 'hash',
      helpType: 'CHAT',
      isLoggedIn: true,
      customerPhone: '905551112233',
      deviceHash,
      startId: expect.stringMatching(/^[\w-]{22}$/),
    });
    client.close();
  });

  it('refuses a second start while a help goes on, without asking the server', async () => {
    const { client, server, started } = bench();
    await started();
    const asked = server.requests.length;
    const error = await failure(client.startAnonymousOnlineHelp(request));
    expect(error.errorCode).toBe('DLGEXCP_USER_IS_IN_CALL_NOW');
    expect(server.requests.length).toBe(asked);
  });

  it('lets one of two starts at once through', async () => {
    const { client, server } = bench();
    const both = await Promise.allSettled([
      client.startAnonymousOnlineHelp(request),
      client.startAnonymousOnlineHelp(request),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(server.starts.size).toBe(1);
  });

  it('[HASH4] asks again under the same start id when the answer is lost, and joins the same conversation', async () => {
    const { client, server, clock, states } = bench();
    server.loseAnswers = 3;
    const starting = client.startAnonymousOnlineHelp(request);
    await clock.advance(20_000);
    await starting;
    const starts = server.requests.filter(({ path }) => path === '/v1/online-help/start');
    expect(starts.length).toBe(4);
    expect(new Set(starts.map(({ body }) => (body as { startId: string }).startId)).size).toBe(1);
    expect(server.starts.size).toBe(1);
    expect(states).toEqual(['STARTED']);
  });

  it('gives up after 60 s without a network, and can start again', async () => {
    const { client, server, clock } = bench();
    server.offline = true;
    const outcome = failure(client.startAnonymousOnlineHelp(request));
    await clock.advance(61_000);
    expect(await outcome).toMatchObject({ errorCode: 'DLGEXCP_GENERAL_EXCEPTION', code: 'network_lost' });
    server.offline = false;
    await client.startAnonymousOnlineHelp(request);
    expect(client.onlineHelpState).toBe('STARTED');
  });

  it('[HASH4] takes up a start whose answer was lost with the page', async () => {
    const first = bench();
    first.server.loseAnswers = 1;
    void first.client.startAnonymousOnlineHelp(request).catch(() => {});
    await settle();
    first.client.close();
    await settle();
    const second = createBench({ server: first.server, clock: first.clock, storage: first.storage });
    expect(await second.client.resume()).toBe(true);
    expect(second.client.onlineHelpState).toBe('STARTED');
    expect(first.server.starts.size).toBe(1);
  });

  it('leaves nothing of a start that is too old to be asked for again', async () => {
    const first = bench();
    first.server.loseAnswers = 1;
    void first.client.startAnonymousOnlineHelp(request).catch(() => {});
    await settle();
    first.client.close();
    await first.clock.advance(61_000);
    expect(await first.open(2).resume()).toBe(false);
    expect(await first.storage.getAllKeys()).toEqual(['alongside/demo/device']);
    expect(first.server.requests.length).toBe(1);
  });

  it('also tells by callback, and then leaves no rejection unheard', async () => {
    const { client, server } = bench();
    const heard: string[] = [];
    const onlineHelpStartResult = {
      success: () => heard.push('success'),
      failure: (error: OnlineHelpError) => heard.push(error.errorCode),
    };
    server.refuse('POST /v1/online-help/start', 'start_refused');
    void client.startAnonymousOnlineHelp({ ...request, onlineHelpStartResult });
    await settle();
    await client.startAnonymousOnlineHelp({ ...request, onlineHelpStartResult });
    expect(heard).toEqual(['DLGEXCP_AUTH_REQUEST', 'success']);
  });
});
