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
  getOnlineHelpList: post(
    'getOnlineHelpList',
    '/v1/reporting/getonlinehelplist',
    "Online helps requested from startDate to before endDate, the 20 newest first. For the next ones ask again with the oldest one's helpRequestedAt as endDate, until the answer is empty.",
    Type.Object({
      startDate: Time,
      endDate: Time,
      customerId: Type.Optional(CustomerId),
      agentId: Type.Optional(Type.String()),
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
      }),
      { maxItems: 20 },
    ),
  ),
} as const;
