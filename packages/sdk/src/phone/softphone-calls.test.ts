import type { CallParty, CallView } from '@alongside/protocol';
import { describe, expect, it } from 'vitest';
import { NOTHING } from '../testing/call-view.ts';
import { settle } from '../testing/fake-clock.ts';
import {
  softphoneBench as bench,
  deskOf,
  me,
  NUMBER,
  rings,
  type SoftphoneBench,
  view,
} from '../testing/softphone-bench.ts';

/** A call in which both speak. */
async function talking(made: SoftphoneBench, over: Partial<CallView> = {}) {
  await made.init();
  await made.call(view({ state: 'in_progress', version: 2, ...over }));
  made.told();
}

describe('a call that comes in', () => {
  it('rings once with its number, is accepted, begins with the microphone, and ends once', async () => {
    const made = bench();
    await made.init();
    await made.call(rings());
    await made.call(rings({ version: 2 }));
    expect(made.told()).toEqual([['csCallRinging', NUMBER]]);
    made.answers.set('POST /v1/calls/call-1/accept', view({ state: 'connecting', version: 3 }));
    await made.phone.onAcceptCall();
    await settle();
    expect(made.asked.at(-1)).toBe('POST /v1/calls/call-1/accept');
    expect(made.told()).toEqual([['csCurrentCallId', '1-A-1']]);
    expect(made.phone.calls()?.active.get()?.callId).toBe('call-1');
    expect(made.rtc.opened.map(({ kind }) => kind)).toEqual(['audio']);
    await made.call(view({ state: 'in_progress', version: 4 }));
    expect(made.told()).toEqual([['csAcceptCall']]);
    await made.call(view({ state: 'ended', endReason: 'hung_up', version: 5 }));
    await made.call(view({ state: 'ended', endReason: 'hung_up', version: 5 }));
    expect(made.told()).toEqual([['csEndCall']]);
    expect(made.rtc.opened.every(({ readyState }) => readyState === 'ended')).toBe(true);
  });

  it('of a queue is accepted and declined as its contact', async () => {
    const made = bench();
    await made.init();
    const offer = {
      contactId: 'contact-1',
      conversationId: 'v1',
      epoch: 7,
      customer: { name: 'Ada', customerId: null },
      queueName: 'Cards',
      helpType: 'VOICE_CALL',
      transferredFrom: null,
      deadline: null,
    };
    await made.desk(deskOf('available', [offer]));
    expect(made.told()).toEqual([
      ['csShowCallStatus', 'Online'],
      ['csCallRinging', 'Ada'],
    ]);
    made.answers.set('POST /v1/contacts/contact-1/accept', {}).set('POST /v1/contacts/contact-1/decline', {});
    await made.phone.onAcceptCall();
    await made.phone.endCall();
    expect(made.asked.slice(-2)).toEqual([
      'POST /v1/contacts/contact-1/accept {"epoch":7}',
      'POST /v1/contacts/contact-1/decline {"epoch":7}',
    ]);
    made.refuse('POST /v1/contacts/contact-1/accept', 'offer_gone');
    await expect(made.phone.onAcceptCall()).rejects.toMatchObject({ code: 'offer_gone' });
  });

  it('is declined by endCall; what a colleague hands over is asked for, and answered by responseTransferAgent', async () => {
    const made = bench();
    await made.init();
    const colleague: CallParty = { ...me, id: 'party-2', name: 'Eve', state: 'present' };
    await made.call(rings({ parties: [colleague] }));
    expect(made.told()).toEqual([
      ['csNewCallTransferRequest', 'Eve'],
      ['csCallRinging', NUMBER],
    ]);
    made.answers.set('POST /v1/calls/call-1/decline', rings({ parties: [colleague] }));
    made.answers.set('POST /v1/calls/call-1/accept', rings({ parties: [colleague] }));
    await made.phone.endCall();
    await made.phone.responseTransferAgent(0);
    await made.phone.responseTransferAgent(1);
    const [first, second, third] = made.asked.slice(-3);
    expect([first, second, third]).toEqual([
      'POST /v1/calls/call-1/decline',
      'POST /v1/calls/call-1/decline',
      'POST /v1/calls/call-1/accept',
    ]);
  });

  it('that is carried by my own telephone takes no microphone here', async () => {
    const made = bench();
    await made.init();
    await made.call(view({ state: 'connecting', parties: [{ ...me, device: 'device' }] }));
    expect([made.phone.calls()?.active.get(), made.rtc.opened]).toEqual([null, []]);
  });
});

describe('a call out', () => {
  const out = (over: Partial<CallView> = {}) => view({ direction: 'outbound', ...over });

  it('is dialled with the company’s own id, is told at once, and again when the customer answers', async () => {
    const made = bench();
    await made.init();
    made.answers.set('POST /v1/calls', out());
    await made.phone.csCallout('0912345678', 'order-7');
    expect(made.asked.at(-1)).toBe('POST /v1/calls {"number":"0912345678","tempId":"order-7"}');
    expect(made.told()).toEqual([
      ['showCalloutInfo', '0912345678'],
      ['csCurrentCallId', '1-A-1'],
    ]);
    await made.call(out({ state: 'in_progress', answeredAt: '2026-11-21T10:00:09.000Z', version: 2 }));
    expect(made.told()).toEqual([['csCustomerAccept']]);
    const over = { state: 'ended', endReason: 'hung_up', answeredAt: '2026-11-21T10:00:09.000Z', version: 3 } as const;
    await made.call(out(over));
    expect(made.told()).toEqual([['csEndCall']]);
  });

  it.each([
    ['busy', 486],
    ['no_answer', 408],
    ['unreachable', 480],
  ] as const)('to a customer who is %s ends with its code', async (endReason, sip) => {
    const made = bench();
    await made.init();
    await made.call(out());
    made.told();
    await made.call(out({ state: 'ended', endReason, version: 2 }));
    expect(made.told()).toEqual([['showCalloutError', 'IPCC_NOT_CONNECT_CUSTOMER', sip], ['csEndCall']]);
  });

  it.each([
    ['no_answer', 480],
    ['unreachable', 404],
    ['declined', 403],
    ['cancelled', 487],
  ] as const)(
    '[F12] that ends as %s with a status of the network (%i) tells that status',
    async (endReason, sipStatus) => {
      const made = bench();
      await made.init();
      await made.call(out());
      made.told();
      await made.call(out({ state: 'ended', endReason, sipStatus, version: 2 }));
      expect(made.told()).toEqual([['showCalloutError', 'IPCC_NOT_CONNECT_CUSTOMER', sipStatus], ['csEndCall']]);
    },
  );

  it('that the agent gives up is no error', async () => {
    const made = bench();
    await made.init();
    await made.call(out());
    made.answers.set('POST /v1/calls/call-1/end', out({ state: 'ended', endReason: 'cancelled', version: 2 }));
    made.told();
    await made.phone.endCall();
    expect(made.told()).toEqual([['csEndCall']]);
  });

  it.each([
    ['call_busy', 'CALLOUT_AGENT_BUSY'],
    ['number_refused', 'CALLOUT_PERMISSION_DENY'],
    ['call_limit_reached', 'CALLOUT_PERMISSION_DENY'],
    ['store_unavailable', 'ERROR_CALLOUT_CONNECT'],
  ] as const)('that is refused (%s) is told as %s', async (code, name) => {
    const made = bench();
    await made.init();
    made.refuse('POST /v1/calls', code);
    await made.phone.csCallout(NUMBER);
    expect(made.told()).toEqual([
      ['showCalloutInfo', NUMBER],
      ['showCalloutError', name, null],
    ]);
  });
});

describe('in a call', () => {
  it('hold and mute are told when they are so, and again when they are over', async () => {
    const made = bench();
    await talking(made);
    made.answers.set('PUT /v1/calls/call-1/hold', view({ state: 'held', version: 3 }));
    await made.phone.holdCall();
    expect([made.asked.at(-1), made.told()]).toEqual(['PUT /v1/calls/call-1/hold {"held":true}', [['csHoldCall']]]);
    made.answers.set('PUT /v1/calls/call-1/hold', view({ state: 'in_progress', version: 4 }));
    await made.phone.holdCall();
    expect([made.asked.at(-1), made.told()]).toEqual(['PUT /v1/calls/call-1/hold {"held":false}', [['csUnHoldCall']]]);
    made.phone.muteCall();
    expect([made.told(), made.rtc.opened[0]?.enabled]).toEqual([[['csMuteCall']], false]);
    made.phone.muteCall();
    expect([made.told(), made.rtc.opened[0]?.enabled]).toEqual([[['csUnMuteCall']], true]);
  });

  const colleagues = {
    colleagues: [{ agentId: 'agent-2', agentNumber: '102', name: 'Eve', state: 'available' }],
  };

  it('is handed to a colleague by their ipphone; its taking over is told', async () => {
    const made = bench();
    await talking(made);
    made.answers.set('GET /v1/phone/colleagues', colleagues);
    await made.phone.getTransferAgent();
    expect(made.told()).toEqual([['csListTransferAgent', [{ ipphone: '102', name: 'Eve', status: 'available' }]]]);
    made.answers.set('POST /v1/calls/call-1/transfer', view({ state: 'in_progress', version: 3 }));
    await made.phone.csTransferCallAgent('102');
    expect(made.asked.at(-1)).toBe('POST /v1/calls/call-1/transfer {"to":{"agentId":"agent-2"}}');
    expect(made.told()).toEqual([]);
    await made.call(
      view({ parties: [], me: { partyId: null, permissions: NOTHING }, state: 'in_progress', version: 4 }),
    );
    expect(made.told()).toEqual([['csTransferCallResponse', 'OK'], ['csTransferCallSuccess'], ['csEndCall']]);
  });

  it('is handed to a queue, which answers nothing', async () => {
    const made = bench();
    await talking(made);
    const gone = { parties: [], me: { partyId: null, permissions: NOTHING } };
    made.answers.set('POST /v1/calls/call-1/transfer', view({ ...gone, state: 'requested', version: 3 }));
    await made.phone.csTransferCallAcd('queue-1');
    expect(made.asked.at(-1)).toBe('POST /v1/calls/call-1/transfer {"to":{"queueId":"queue-1"}}');
    expect(made.told()).toEqual([['csTransferCallSuccess'], ['csEndCall']]);
  });

  it('that ends before anybody took it over was not handed on', async () => {
    const made = bench();
    await talking(made);
    made.answers.set('GET /v1/phone/colleagues', colleagues);
    made.answers.set('POST /v1/calls/call-1/transfer', view({ state: 'in_progress', version: 3 }));
    await made.phone.csTransferCallAgent('102');
    await made.call(view({ state: 'ended', endReason: 'hung_up', version: 4 }));
    expect(made.told()).toEqual([['csTransferCallResponse', 'NOK'], ['csEndCall']]);
  });

  it('says why it cannot be handed on', async () => {
    const made = bench();
    await made.init();
    made.answers.set('GET /v1/phone/colleagues', colleagues);
    await made.phone.csTransferCallAgent('102');
    expect(made.told()).toEqual([['csTransferCallError', 'NOT_IN_A_CALL']]);
    await made.call(view({ state: 'in_progress', version: 2 }));
    made.told();
    await made.phone.csTransferCallAgent('999');
    await made.phone.csTransferCallAcd('');
    made.refuse('POST /v1/calls/call-1/transfer', 'not_found');
    await made.phone.csTransferCallAgent('102');
    made.refuse('POST /v1/calls/call-1/transfer', 'call_wrong_state');
    await made.phone.csTransferCallAgent('102');
    expect(made.told()).toEqual([
      ['csTransferCallError', 'NOT_CHOOSE_TYPE_TRANSFER'],
      ['csTransferCallError', 'NOT_CHOOSE_TYPE_TRANSFER'],
      ['csTransferCallError', 'COULD_NOT_GET_CALL_INFO'],
      ['csTransferCallError', 'TRANSFER_CALL_FAILED'],
    ]);
  });
});
