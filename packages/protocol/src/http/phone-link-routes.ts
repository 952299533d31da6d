import { Type } from 'typebox';
import {
  callTokenText,
  PHONE_LINK_OVERLAP_HOURS,
  phoneLinkSchema,
  phoneLinkSettingsSchema,
  phoneLinkTokenKindSchema,
} from '../phone-link.ts';
import { Id, Nullable, OneOf, Timestamp } from '../primitives.ts';
import { webPushSubscriptionSchema } from '../push.ts';
import { signedInSchema } from './agent-routes.ts';
import { route } from './route.ts';

const closed = { additionalProperties: false } as const;
const administration = ['not_authenticated', 'not_allowed'] as const;
const ofBrowser = Type.Object({ subscriptionId: Id('made by the phone and kept on the device: a repeat replaces') });
const ofKind = Type.Object({ kind: phoneLinkTokenKindSchema });

/** The agent's phone, opened by signed links of the company's own app. The published addresses are the surface's. */
export const phoneLinkRoutes = {
  getPhoneLink: route({
    operationId: 'getPhoneLink',
    method: 'GET',
    path: '/v1/phone-link',
    tag: 'Phone link',
    summary: 'Settings, and when each token was made.',
    access: 'administrator',
    response: { status: 200, body: phoneLinkSchema },
    errors: administration,
  }),
  savePhoneLink: route({
    operationId: 'savePhoneLink',
    method: 'PUT',
    path: '/v1/phone-link',
    tag: 'Phone link',
    summary: 'Sets the phone link. Tokens stay as they are.',
    access: 'administrator',
    versioned: true,
    body: phoneLinkSettingsSchema,
    response: { status: 200, body: phoneLinkSchema },
    errors: [...administration, 'invalid_request', 'changed_meanwhile'],
  }),
  createPhoneLinkToken: route({
    operationId: 'createPhoneLinkToken',
    method: 'POST',
    path: '/v1/phone-link/tokens/{kind}',
    tag: 'Phone link',
    summary:
      'Makes a new token; it is in this answer and nowhere else. The old one is dead at once, or good for some hours more. The other kind is not touched.',
    access: 'administrator',
    params: ofKind,
    body: Type.Object(
      {
        overlapHours: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: PHONE_LINK_OVERLAP_HOURS.most,
            description: `${PHONE_LINK_OVERLAP_HOURS.default} by default: the old token is dead at once`,
          }),
        ),
      },
      closed,
    ),
    response: {
      status: 201,
      body: Type.Object(
        { token: Type.String({ description: 'in this answer and nowhere else' }), previousUntil: Nullable(Timestamp) },
        { title: 'NewPhoneLinkToken', ...closed },
      ),
    },
    errors: administration,
  }),
  revokePhoneLinkToken: route({
    operationId: 'revokePhoneLinkToken',
    method: 'DELETE',
    path: '/v1/phone-link/tokens/{kind}',
    tag: 'Phone link',
    summary: 'Removes a token with the one before it; who signed in by a voice token is signed out.',
    access: 'administrator',
    params: ofKind,
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
  signInToPhone: route({
    operationId: 'signInToPhone',
    method: 'POST',
    path: '/v1/phone/sign-in',
    tag: 'Phone link',
    summary:
      "Signs the agent of a call token in: what the login link does. The session's token is in the answer; no cookie is set.",
    access: 'anyone',
    body: Type.Object({ tenant: Type.String({ minLength: 1, maxLength: 63 }), appToken: callTokenText }, closed),
    response: { status: 200, body: signedInSchema },
    errors: ['call_token_refused', 'not_found', 'phone_link_off', 'rate_limited'],
  }),
  getPhone: route({
    operationId: 'getPhone',
    method: 'GET',
    path: '/v1/phone',
    tag: 'Phone link',
    summary: 'What the phone shows of itself: number, company, way back.',
    access: 'agent',
    response: {
      status: 200,
      body: Type.Object(
        {
          agentNumber: Nullable(Type.String({ description: 'by which the company names this agent in call tokens' })),
          company: Type.String(),
          colour: Type.String(),
          returnUrl: Nullable(Type.String()),
        },
        { title: 'Phone', ...closed },
      ),
    },
    errors: ['not_authenticated'],
  }),
  listPhoneColleagues: route({
    operationId: 'listPhoneColleagues',
    method: 'GET',
    path: '/v1/phone/colleagues',
    tag: 'Phone link',
    summary: 'Colleagues by the numbers that the phone knows them by, to hand a call to.',
    access: 'agent',
    response: {
      status: 200,
      body: Type.Object(
        {
          colleagues: Type.Array(
            Type.Object(
              {
                agentId: Id('the colleague'),
                agentNumber: Nullable(Type.String()),
                name: Type.String(),
                state: OneOf(['available', 'away', 'offline'], 'now'),
              },
              closed,
            ),
          ),
        },
        { title: 'PhoneColleagues', ...closed },
      ),
    },
    errors: ['not_authenticated'],
  }),
  dialByLink: route({
    operationId: 'dialByLink',
    method: 'POST',
    path: '/v1/phone/call-links',
    tag: 'Phone link',
    summary:
      "Dials what a call link says, if its token is good now and the signed-in agent's own. A `tempId` is dialled once.",
    access: 'agent',
    body: Type.Object(
      {
        phone: Type.String({ maxLength: 100, description: 'as the link has it' }),
        appToken: callTokenText,
        tempId: Type.String({ minLength: 1, maxLength: 120, pattern: '^[\\x21-\\x7e]+$' }),
      },
      closed,
    ),
    response: {
      status: 201,
      body: Type.Object(
        { callId: Id('the call: its pictures come as `call.state`') },
        { title: 'DialledCall', ...closed },
      ),
    },
    errors: [
      'not_authenticated',
      'call_token_refused',
      'call_link_of_another',
      'temp_id_used',
      'phone_link_off',
      'number_refused',
      'call_limit_reached',
      'call_busy',
      'no_trunk',
      'media_unavailable',
    ],
  }),
  savePhonePush: route({
    operationId: 'savePhonePush',
    method: 'PUT',
    path: '/v1/phone/push/{subscriptionId}',
    tag: 'Phone link',
    summary: 'Wakes this browser when a call rings at the agent.',
    access: 'agent',
    params: ofBrowser,
    body: webPushSubscriptionSchema,
    response: { status: 204, body: null },
    errors: ['not_authenticated', 'invalid_request', 'address_not_allowed'],
  }),
  removePhonePush: route({
    operationId: 'removePhonePush',
    method: 'DELETE',
    path: '/v1/phone/push/{subscriptionId}',
    tag: 'Phone link',
    summary: 'This browser is not woken any more. Repeating it is harmless.',
    access: 'agent',
    params: ofBrowser,
    response: { status: 204, body: null },
    errors: ['not_authenticated'],
  }),
} as const;
