import { Type } from 'typebox';
import { Id } from '../primitives.ts';
import { route } from './route.ts';

const cid = Type.String({ description: 'the session; no secret, opens nothing by itself' });

export const cobrowseRoutes = {
  startCobrowse: route({
    operationId: 'startCobrowse',
    method: 'POST',
    path: '/v1/conversations/{conversationId}/cobrowse',
    tag: 'Co-browse',
    summary: "Creates a co-browse session for the customer's page, with a code to read out.",
    access: 'customer',
    params: Type.Object({ conversationId: Id('the conversation') }),
    response: {
      status: 201,
      body: Type.Object(
        {
          cid,
          sessionToken: Type.String({ description: 'for the hello of the page at /cobrowse/socket' }),
          shortCode: Type.String({ description: 'digits, or eight letters after too many wrong codes' }),
          expiresInSeconds: Type.Integer({ minimum: 1, description: 'of the code' }),
        },
        { additionalProperties: false },
      ),
    },
    errors: ['not_authenticated', 'session_expired', 'not_found', 'rate_limited'],
  }),
  joinCobrowse: route({
    operationId: 'joinCobrowse',
    method: 'POST',
    path: '/v1/cobrowse/join',
    tag: 'Co-browse',
    summary: "Takes the agent's side of a short code, once. Whatever is wrong with a code, the refusal is the same.",
    access: 'agent',
    body: Type.Object({ shortCode: Type.String({ maxLength: 64, description: 'as it was typed' }) }),
    response: { status: 200, body: Type.Object({ cid }, { additionalProperties: false }) },
    errors: ['not_authenticated', 'not_allowed', 'short_code_refused', 'rate_limited'],
  }),
} as const;
