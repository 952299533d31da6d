import { describe, expect, it } from 'vitest';
import { createBench } from '../testing/bench.ts';
import { settle } from '../testing/fake-clock.ts';

const surveys = (server: ReturnType<typeof createBench>['server']) =>
  server.requests.filter(({ path }) => path === '/v1/online-help/survey').map(({ method, body }) => ({ method, body }));

describe('the survey', () => {
  it('[SUP5] is asked where the end says so, answered once, and then asked no more', async () => {
    const { chatting, server, client } = createBench();
    await chatting();
    expect(client.help.get().surveyAsked).toBe(false);
    server.end('ended_by_agent', true);
    await settle();
    expect(client.help.get()).toMatchObject({ surveyAsked: true, surveyAnswered: false });
    await client.answerSurvey({ score: 5, comment: 'Quick and kind.' });
    expect(surveys(server)).toEqual([{ method: 'PUT', body: { score: 5, comment: 'Quick and kind.' } }]);
    expect(client.help.get()).toMatchObject({ surveyAsked: false, surveyAnswered: true });
  });

  it('is asked too where the customer ended the chat and the answer comes before the entry', async () => {
    const { chatting, server, client } = createBench();
    await chatting();
    server.live = false;
    server.end('ended_by_customer', true);
    await client.endChat();
    expect(client.help.get()).toMatchObject({ phase: 'ended', surveyAsked: false });
    server.live = true;
    server.pump();
    await settle();
    expect(client.help.get().surveyAsked).toBe(true);
  });

  it('is not asked where the queue does not', async () => {
    const { chatting, server, client } = createBench();
    await chatting();
    server.end('ended_by_agent');
    await settle();
    expect(client.help.get()).toMatchObject({ phase: 'ended', surveyAsked: false });
  });

  it('stays answered over a reload, and stays asked until it is', async () => {
    const { chatting, server, client, open } = createBench();
    await chatting();
    server.end('ended_by_agent', true);
    await settle();
    client.close();
    const second = open(2);
    await second.resume();
    await settle();
    expect(second.help.get().surveyAsked).toBe(true);
    await second.answerSurvey({ score: 4 });
    await settle();
    second.close();
    const third = open(3);
    await third.resume();
    await settle();
    expect(third.help.get()).toMatchObject({ phase: 'ended', surveyAsked: false, surveyAnswered: true });
  });

  it('is sent again when the answer is lost, and rejects where another was given', async () => {
    const { chatting, server, client, clock } = createBench();
    await chatting();
    server.end('ended_by_agent', true);
    await settle();
    server.loseAnswers = 1;
    const answering = client.answerSurvey({ score: 3 });
    await clock.advance(5_000);
    await answering;
    expect(surveys(server)).toHaveLength(2);
    await expect(client.answerSurvey({ score: 1 })).rejects.toMatchObject({ code: 'already_exists' });
  });

  it('is asked anew in the next help', async () => {
    const { chatting, server, client } = createBench();
    await chatting();
    server.end('ended_by_agent', true);
    await settle();
    await client.answerSurvey({ score: 3 });
    await chatting();
    expect(client.help.get().surveyAnswered).toBe(false);
    server.end('ended_by_agent', true);
    await settle();
    expect(client.help.get().surveyAsked).toBe(true);
  });
});

describe('a call-back', () => {
  it('[ROUTE7] is offered by the standing, ends the wait, and leaves nothing to come back to', async () => {
    const { started, server, client, open } = createBench();
    server.standing = { position: 2, wait: null, agentsAvailable: true, callBack: true };
    await started();
    expect(client.help.get().standing?.callBack).toBe(true);
    await client.requestCallBack({ phone: '+90 555 000 00 00', note: 'After six.' });
    await settle();
    expect(client.help.get()).toMatchObject({
      phase: 'ended',
      endReason: 'cancelled_by_customer',
      callBackAsked: true,
    });
    expect(client.onlineHelpState).toBe('NO_CHAT');
    client.close();
    expect(await open(2).resume()).toBe(false);
  });

  it('is told by the answer, before the log has told', async () => {
    const { started, server, client } = createBench();
    await started();
    server.live = false;
    await client.requestCallBack({ phone: '112' });
    await settle();
    expect(client.help.get()).toMatchObject({ phase: 'ended', callBackAsked: true });
  });

  it('is never sent twice by itself: a lost answer is told, and the log says that it was taken', async () => {
    const { started, server, client } = createBench();
    await started();
    server.loseAnswers = 1;
    await expect(client.requestCallBack({ phone: '112' })).rejects.toMatchObject({ code: 'network_lost' });
    await settle();
    expect(client.help.get()).toMatchObject({ phase: 'ended', callBackAsked: true });
    expect(server.log.filter(({ body }) => body.kind === 'call_back.requested')).toHaveLength(1);
  });

  it('rejects where the queue does not offer it, and the wait still stands', async () => {
    const { started, server, client } = createBench();
    await started();
    server.refuse('POST /v1/online-help/call-back', 'call_back_not_offered');
    await expect(client.requestCallBack({ phone: '112' })).rejects.toMatchObject({ code: 'call_back_not_offered' });
    expect(client.help.get()).toMatchObject({ phase: 'waiting', callBackAsked: false });
  });
});
