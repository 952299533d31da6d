import { Type } from 'typebox';
import { auditQuerySchema, auditRecordSchema, auditVerdictSchema } from '../audit.ts';
import { Nullable } from '../primitives.ts';
import { settingVersionSchema } from '../setting-version.ts';
import { route } from './route.ts';

/** Who did what, when and from where. */
export const auditRoutes = {
  listAudit: route({
    operationId: 'listAudit',
    method: 'GET',
    path: '/v1/audit',
    tag: 'Audit',
    summary: 'Records of the audit log, newest first.',
    access: 'administrator',
    query: auditQuerySchema,
    response: {
      status: 200,
      body: Type.Object(
        { records: Type.Array(auditRecordSchema), nextCursor: Nullable(Type.String()) },
        { additionalProperties: false },
      ),
    },
    errors: ['not_authenticated', 'not_allowed', 'invalid_request'],
  }),
  listSettingVersions: route({
    operationId: 'listSettingVersions',
    method: 'GET',
    path: '/v1/setting-versions',
    tag: 'Audit',
    summary:
      'Which version of each thing that is set is the last one, and who made it: for `If-Match`. Read it before what you edit. What is not in it has version 0.',
    access: 'supervisor',
    response: {
      status: 200,
      body: Type.Object({ versions: Type.Array(settingVersionSchema) }, { additionalProperties: false }),
    },
    errors: ['not_authenticated', 'not_allowed'],
  }),
  verifyAudit: route({
    operationId: 'verifyAudit',
    method: 'GET',
    path: '/v1/audit/verdict',
    tag: 'Audit',
    summary: 'Walks along the whole chain and says whether a record was changed, removed or moved.',
    access: 'administrator',
    response: { status: 200, body: auditVerdictSchema },
    errors: ['not_authenticated', 'not_allowed'],
  }),
} as const;
