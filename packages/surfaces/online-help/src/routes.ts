import { type Route, route } from '@alongside/protocol';
import { type TSchema, Type } from 'typebox';

const CustomerId = Type.String({
  minLength: 1,
  maxLength: 128,
  description: "the company's own number for the customer",
});
const Time = Type.Number({ minimum: 0, description: 'milliseconds since 1970' });
const isSuccess = Type.Boolean({
  description: 'false: `message` says why, `errorCode` is one of the published numbers',
});
const message = Type.String();
const errorCode = Type.Optional(Type.Integer());

const StaffId = Type.String({ description: "the company's own staff number, or our id of the agent" });
const done = Type.Object({ isSuccess, message, errorCode });
const dates = { startDate: Time, endDate: Time };
const paging = {
  isGroupMessaging: Type.Optional(Type.Boolean({ description: 'true: nothing; there are no groups' })),
  pageNumber: Type.Optional(Type.Integer({ minimum: 1, description: 'from 1' })),
  pageSize: Type.Optional(
    Type.Integer({ minimum: 1, description: 'at most 20 rows come, however many are asked for' }),
  ),
};
const text = Type.Union([Type.String(), Type.Null()]);
const messagingList = Type.Array(
  Type.Object({
    senderId: text,
    nameOfSender: text,
    receiverId: text,
    nameOfReceiver: text,
    messagingDate: Type.Number({ description: 'of the last message that is counted; milliseconds since 1970' }),
    sendMessageCount: Type.Integer({ minimum: 1 }),
    isGroupMessaging: Type.Boolean(),
    groupId: Type.Null(),
    conversationDetailLink: text,
  }),
  { maxItems: 20 },
);

const tag = 'Online help (signed)';
const post = <const O extends string>(
  operationId: O,
  path: `/v1/${string}`,
  summary: string,
  body: TSchema,
  answer: TSchema,
) =>
  route({
    operationId,
    method: 'POST',
    path,
    tag,
    summary,
    access: 'signed-request',
    body,
    response: { status: 200, body: answer },
    errors: [],
  }) satisfies Route;

/** The addresses of the published online-help wire, for the company's own server. Requests are signed; refusals have this wire's own shape. */
export const onlineHelpRoutes = {
  getTransactionHashForOnlineHelp: post(
    'getTransactionHashForOnlineHelp',
    '/v1/application/gettransactionhashforonlinehelp',
    'A one-time hash that lets one customer start an online help on one device.',
    Type.Object({
      customerId: CustomerId,
      deviceHash: Type.String({ minLength: 1, maxLength: 256, description: "as the SDK's getDeviceHash() gives it" }),
    }),
    Type.Object({ isSuccess, message, transactionHash: Type.Optional(Type.String()), errorCode }),
  ),
  isCustomerInOnlineHelp: post(
    'isCustomerInOnlineHelp',
    '/v1/application/iscustomerinonlinehelp',
    'Whether a customer is talking with an agent now, and with whom. errorCode 400: no such customer.',
    Type.Object({ customerId: CustomerId }),
    Type.Object({
      isSuccess,
      message,
      isInHelp: Type.Optional(Type.Boolean()),
      helpType: Type.Optional(Type.Union([Type.Literal('inbound'), Type.Literal('outbound'), Type.Null()])),
      staffId: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      errorCode,
    }),
  ),
  finishOnlineHelp: post(
    'finishOnlineHelp',
    '/v1/application/finishonlinehelp',
    'Ends a chat that got stuck. errorCode 400: this customer and this staff member are in no conversation.',
    Type.Object({ customerId: CustomerId, staffId: StaffId }),
    done,
  ),
  interactionIsNotDelivered: post(
    'interactionIsNotDelivered',
    '/v1/application/interactionisnotdelivered',
    'The call system could not bring a waiting customer to an agent: the wait ends. errorCode 400: neither id; 402: nobody waits; 403: the customer waits on another interaction.',
    Type.Object({
      interactionId: Type.Optional(Type.String({ description: 'as CreateInteraction answered; it wins' })),
      sessionId: Type.Optional(Type.String({ description: 'onlineHelpId, or the id of the conversation' })),
      message: Type.Optional(Type.String({ maxLength: 1000, description: 'shown to the customer' })),
    }),
    done,
  ),
  enableOutOfOffice: post(
    'enableOutOfOffice',
    '/v1/application/enableoutofoffice',
    'A staff member is not there; who answers instead, in order. errorCode 400: somebody named is unknown.',
    Type.Object({
      staffId: StaffId,
      outOfOfficeMessage: Type.String({ minLength: 1, maxLength: 1000 }),
      forwardToStaffIds: Type.Optional(Type.Array(StaffId, { maxItems: 10 })),
    }),
    done,
  ),
  disableOutOfOffice: post(
    'disableOutOfOffice',
    '/v1/application/disableoutofoffice',
    'A staff member is back. Repeating it is harmless.',
    Type.Object({ staffId: StaffId }),
    done,
  ),
  getUserOutOfOfficeInfo: post(
    'getUserOutOfOfficeInfo',
    '/v1/application/getuseroutofofficeinfo',
    'Whether a staff member is out of office, with which message, and who answers instead.',
    Type.Object({ staffId: StaffId }),
    Type.Object({
      isSuccess,
      message,
      isOutOfOffice: Type.Optional(Type.Boolean()),
      outOfOfficeMessage: Type.Optional(text),
      forwardToStaffIds: Type.Optional(Type.Array(Type.String())),
      errorCode,
    }),
  ),
  getCallList: post(
    'getCallList',
    '/v1/reporting/getcalllist',
    "Calls asked for from startDate to before endDate, the 20 newest first. For the next ones ask again with the oldest one's callStartedAt as endDate, until the answer is empty.",
    Type.Object({
      ...dates,
      callType: Type.Optional(Type.String({ enum: ['all', 'video', 'voice'] })),
      staffId: Type.Optional(StaffId),
      customerId: Type.Optional(CustomerId),
      callUseType: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    }),
    Type.Array(
      Type.Object({
        callId: Type.String(),
        initiatorId: Type.String(),
        nameOfInitiator: Type.String(),
        initiatorUserType: Type.Integer({ description: '4: staff, 5: customer, 7: anonymous customer' }),
        initiatorAppName: Type.String(),
        receiverId: Type.String(),
        nameOfReceiver: Type.String(),
        receiverUserType: Type.Integer({ description: '4: staff, 5: customer, 7: anonymous customer' }),
        receiverAppName: Type.String(),
        callStartedAt: Type.Number({ description: 'when it was asked for; epoch milliseconds, unlike any other row' }),
        callEndedAt: Type.Optional(Time),
        callTime: Type.Integer({ description: 'seconds of talk' }),
        callType: Type.String({ enum: ['voice', 'video'] }),
        callState: Type.String({ enum: ['START', 'ENDED', 'MISSED'] }),
        callViewUrl: Type.Optional(Type.String()),
        callUseType: Type.Integer({ minimum: 0, maximum: 3 }),
      }),
      { maxItems: 20 },
    ),
  ),
  getCustomerMessagingList: post(
    'getCustomerMessagingList',
    '/v1/reporting/getcustomermessaginglist',
    "How many messages a customer and the company's people wrote to each other, by conversation and sender, newest first.",
    Type.Object({ ...dates, customerId: CustomerId, staffId: Type.Optional(StaffId), ...paging }),
    messagingList,
  ),
  getStaffMessagingList: post(
    'getStaffMessagingList',
    '/v1/reporting/getstaffmessaginglist',
    'How many messages a staff member wrote to customers, and they to them, newest first.',
    Type.Object({ ...dates, staffId: StaffId, customerId: Type.Optional(CustomerId), ...paging }),
    messagingList,
  ),
  getMessagingDetail: post(
    'getMessagingDetail',
    '/v1/reporting/getmessagingdetail',
    'A link to the newest conversation of a staff member and a customer within the dates.',
    Type.Object({ ...dates, staffId: StaffId, customerId: CustomerId }),
    Type.Object({
      isSuccess,
      conversationDetailLink: Type.String({ description: 'empty if there is none' }),
      error: Type.Optional(Type.String()),
      message: Type.Optional(message),
      errorCode,
    }),
  ),
  getOnlineHelpList: post(
    'getOnlineHelpList',
    '/v1/reporting/getonlinehelplist',
    "Online helps requested from startDate to before endDate, the 20 newest first. For the next ones ask again with the oldest one's helpRequestedAt as endDate, until the answer is empty.",
    Type.Object({
      startDate: Time,
      endDate: Time,
      customerId: Type.Optional(CustomerId),
      agentId: Type.Optional(StaffId),
      agentUserId: Type.Optional(Type.String({ description: 'another name of agentId' })),
    }),
    Type.Array(
      Type.Object({
        onlineHelpId: Type.String(),
        customerNo: Type.String(),
        customerName: Type.String(),
        agentId: Type.Optional(Type.String()),
        agentName: Type.Optional(Type.String()),
        helpState: Type.String({
          enum: [
            'onlinehelp_requested',
            'onlinehelp_cancelled_by_customer',
            'onlinehelp_started',
            'onlinehelp_ended_by_customer',
            'onlinehelp_ended_by_agent',
            'onlinehelp_ended_customer_kill_app',
          ],
        }),
        helpRequestedAt: Type.Number({
          description: 'milliseconds since 1970; with thousandths where helps share a millisecond',
        }),
        helpStartedAt: Type.Optional(Time),
        helpEndedAt: Type.Optional(Time),
        waitTime: Type.Optional(Type.Integer({ minimum: 0, description: 'seconds' })),
        helpTime: Type.Optional(Type.Integer({ minimum: 0, description: 'seconds' })),
        conversationDetailLink: Type.Optional(Type.String({ description: 'opens the console for who may sign in' })),
      }),
      { maxItems: 20 },
    ),
  ),
} as const;
