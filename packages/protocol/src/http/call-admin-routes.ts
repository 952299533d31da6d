import { Type } from 'typebox';
import { callSettingsSchema, phoneNumberSchema, trunkSettingsSchema } from '../call.ts';
import { Id, Nullable } from '../primitives.ts';
import { route } from './route.ts';

const administration = ['not_authenticated', 'not_allowed'] as const;

/** What administrators set about calls. PUTs take the caller's id. */
export const callAdminRoutes = {
  getCallSettings: route({
    operationId: 'getCallSettings',
    method: 'GET',
    path: '/v1/call-settings',
    tag: 'Calls',
    summary: 'Recording, consent, countries and caps.',
    access: 'administrator',
    response: { status: 200, body: callSettingsSchema },
    errors: administration,
  }),
  saveCallSettings: route({
    operationId: 'saveCallSettings',
    method: 'PUT',
    path: '/v1/call-settings',
    tag: 'Calls',
    summary: 'Sets recording, consent, countries and caps.',
    access: 'administrator',
    body: callSettingsSchema,
    response: { status: 200, body: callSettingsSchema },
    errors: [...administration, 'invalid_request'],
  }),
  listTrunks: route({
    operationId: 'listTrunks',
    method: 'GET',
    path: '/v1/trunks',
    tag: 'Calls',
    summary: 'The ways to the telephone network, without passwords.',
    access: 'administrator',
    response: {
      status: 200,
      body: Type.Object({ trunks: Type.Array(trunkSettingsSchema) }, { additionalProperties: false }),
    },
    errors: administration,
  }),
  saveTrunk: route({
    operationId: 'saveTrunk',
    method: 'PUT',
    path: '/v1/trunks/{id}',
    tag: 'Calls',
    summary: 'Creates or changes a trunk. A password that is left out stays as it is; it is stored sealed.',
    access: 'administrator',
    params: Type.Object({ id: Id('the trunk') }),
    body: Type.Object(
      {
        ...Type.Omit(trunkSettingsSchema, ['id', 'hasPassword']).properties,
        password: Type.Optional(Nullable(Type.String({ maxLength: 256 }))),
      },
      { additionalProperties: false },
    ),
    response: { status: 200, body: trunkSettingsSchema },
    errors: [...administration, 'already_exists', 'invalid_request'],
  }),
  deleteTrunk: route({
    operationId: 'deleteTrunk',
    method: 'DELETE',
    path: '/v1/trunks/{id}',
    tag: 'Calls',
    summary: 'Removes a trunk; its running calls go on until they end.',
    access: 'administrator',
    params: Type.Object({ id: Id('the trunk') }),
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
  listPhoneNumbers: route({
    operationId: 'listPhoneNumbers',
    method: 'GET',
    path: '/v1/phone-numbers',
    tag: 'Calls',
    summary: 'The numbers that customers call, and where their calls wait.',
    access: 'administrator',
    response: {
      status: 200,
      body: Type.Object({ numbers: Type.Array(phoneNumberSchema) }, { additionalProperties: false }),
    },
    errors: administration,
  }),
  savePhoneNumber: route({
    operationId: 'savePhoneNumber',
    method: 'PUT',
    path: '/v1/phone-numbers/{number}',
    tag: 'Calls',
    summary: 'Creates or changes a number.',
    access: 'administrator',
    params: Type.Object({ number: Type.String({ pattern: '^\\+[1-9][0-9]{1,14}$', description: 'E.164' }) }),
    body: Type.Omit(phoneNumberSchema, ['number'], { additionalProperties: false }),
    response: { status: 200, body: phoneNumberSchema },
    errors: [...administration, 'unknown_reference', 'invalid_request'],
  }),
  deletePhoneNumber: route({
    operationId: 'deletePhoneNumber',
    method: 'DELETE',
    path: '/v1/phone-numbers/{number}',
    tag: 'Calls',
    summary: 'Removes a number: calls to it are answered as unknown.',
    access: 'administrator',
    params: Type.Object({ number: Type.String({ pattern: '^\\+[1-9][0-9]{1,14}$', description: 'E.164' }) }),
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
} as const;
