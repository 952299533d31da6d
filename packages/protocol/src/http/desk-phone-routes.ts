import { Type } from 'typebox';
import { agentDeskPhoneSchema, deskPhoneSchema, registrarSchema } from '../call.ts';
import { Id, Nullable } from '../primitives.ts';
import { route } from './route.ts';

const agent = ['not_authenticated', 'not_allowed'] as const;
const ofAgent = Type.Object({ agentId: Id('the agent') });
const made = Type.Object(
  { username: Type.String(), password: Type.String({ description: 'shown once' }) },
  { additionalProperties: false },
);

/** An agent's own telephone, a desk phone or softphone, that signs in to our registrar. */
export const deskPhoneRoutes = {
  getDeskPhone: route({
    operationId: 'getDeskPhone',
    method: 'GET',
    path: '/v1/desk-phone',
    tag: 'Calls',
    summary: 'My own telephone: its name, whether it is signed in, and whether my calls ring there.',
    access: 'agent',
    response: { status: 200, body: deskPhoneSchema },
    errors: agent,
  }),
  makeDeskPhone: route({
    operationId: 'makeDeskPhone',
    method: 'POST',
    path: '/v1/desk-phone',
    tag: 'Calls',
    summary: 'A name and a password for my telephone, shown once. What was before signs in no more.',
    access: 'agent',
    response: { status: 201, body: made },
    errors: agent,
  }),
  changeDeskPhone: route({
    operationId: 'changeDeskPhone',
    method: 'PUT',
    path: '/v1/desk-phone',
    tag: 'Calls',
    summary: 'Whether my calls ring at my telephone while it is signed in, or in the browser alone.',
    access: 'agent',
    body: Type.Object({ rings: Type.Boolean() }, { additionalProperties: false }),
    response: { status: 200, body: deskPhoneSchema },
    errors: [...agent, 'not_found'],
  }),
  removeDeskPhone: route({
    operationId: 'removeDeskPhone',
    method: 'DELETE',
    path: '/v1/desk-phone',
    tag: 'Calls',
    summary: 'My telephone signs in no more.',
    access: 'agent',
    response: { status: 204, body: null },
    errors: [...agent, 'not_found'],
  }),
  listDeskPhones: route({
    operationId: 'listDeskPhones',
    method: 'GET',
    path: '/v1/desk-phones',
    tag: 'Calls',
    summary: 'Which agents have a telephone of their own, and where telephones sign in.',
    access: 'administrator',
    response: {
      status: 200,
      body: Type.Object(
        {
          deskPhones: Type.Array(agentDeskPhoneSchema),
          registrar: Nullable(registrarSchema),
        },
        { additionalProperties: false },
      ),
    },
    errors: agent,
  }),
  giveDeskPhone: route({
    operationId: 'giveDeskPhone',
    method: 'POST',
    path: '/v1/desk-phones/{agentId}',
    tag: 'Calls',
    summary: "A name and a password for an agent's telephone, shown once. What was before signs in no more.",
    access: 'administrator',
    params: ofAgent,
    response: { status: 201, body: made },
    errors: [...agent, 'not_found'],
  }),
  takeDeskPhone: route({
    operationId: 'takeDeskPhone',
    method: 'DELETE',
    path: '/v1/desk-phones/{agentId}',
    tag: 'Calls',
    summary: "An agent's telephone signs in no more.",
    access: 'administrator',
    params: ofAgent,
    response: { status: 204, body: null },
    errors: [...agent, 'not_found'],
  }),
} as const;
