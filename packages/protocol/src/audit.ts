import { type Static, Type } from 'typebox';
import { Nullable, OneOf, Timestamp } from './primitives.ts';

/** Everything that the audit log can say was done: the closed list [AUD1]. Past tense, thing first. */
export const AUDIT_ACTIONS = [
  'tenant.created',
  'tenant.settings_changed',
  'sign_in.succeeded',
  'sign_in.failed',
  'sign_in.paused',
  'sign_in.locked',
  'sign_out',
  'agent.created',
  'agent.changed',
  'agent.password_set',
  'agent.presence_forced',
  'access_key.created',
  'access_key.rotated',
  'access_key.revoked',
  'canned_reply.saved',
  'canned_reply.deleted',
  'queue.saved',
  'queue.deleted',
  'skill.saved',
  'skill.deleted',
  'business_hours.saved',
  'business_hours.deleted',
  'contact_weights.saved',
  'channel.saved',
  'channel.deleted',
  'channel.secret_set',
  'channel_session.code_replayed',
  'channel_session.code_refused',
  'channel_session.refresh_reused',
  'transcript.requested',
  'invitation.requested',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'webhook.secret_rotated',
  'webhook.tested',
  'webhook.replayed',
  'webhook.switched_off',
  'out_of_office.changed',
  'company_backend.saved',
  'company_backend.removed',
  'contact.finished',
  'contact.taken_over',
  'contact.reassigned',
  'contact.monitored',
  'contact.monitoring_ended',
  'contact.joined',
  'contact.whispered',
  'report.exported',
  'visitor.invited',
  'visitor.erased',
  'visitor_settings.changed',
  'push_settings.changed',
  'call_settings.changed',
  'trunk.saved',
  'trunk.deleted',
  'phone_number.saved',
  'phone_number.deleted',
  'sound.saved',
  'sound.deleted',
  'desk_phone.made',
  'desk_phone.removed',
  'call.monitored',
  'call.whispered',
  'call.barged',
  'call.attendance_ended',
  'call.recording_read',
  'call.dial_refused',
  'phone_link.changed',
  'phone_link_token.created',
  'phone_link_token.revoked',
  'short_code.agent_paused',
  'short_code.degraded',
  'cobrowse_settings.saved',
  'cobrowse.watched',
  'cobrowse_recording.opened',
  'cobrowse_recording.deleted',
] as const;
export const auditActionSchema = OneOf(AUDIT_ACTIONS, 'what was done');
export type AuditAction = Static<typeof auditActionSchema>;

/** Who did it: a person, the company's own server by its key, the system itself, or somebody unknown. */
export const auditActorSchema = Type.Object(
  {
    kind: OneOf(['agent', 'access_key', 'system', 'unknown'], 'what sort'),
    id: Nullable(Type.String({ maxLength: 200, description: "an agent's id, or an access key's" })),
    name: Type.String(),
  },
  { title: 'AuditActor', additionalProperties: false },
);
export type AuditActor = Static<typeof auditActorSchema>;

/** Values before and after, only those that say something; never a secret. */
export const auditValuesSchema = Type.Record(Type.String(), Type.Unknown(), { title: 'AuditValues' });
export type AuditValues = Readonly<Record<string, unknown>>;

/** One link of a tenant's chain. */
export const auditRecordSchema = Type.Object(
  {
    seq: Type.Integer({ minimum: 1, description: 'place in the chain, without a gap' }),
    at: Timestamp,
    actor: auditActorSchema,
    ip: Nullable(Type.String({ description: 'address that the request came from' })),
    action: auditActionSchema,
    target: Nullable(
      Type.Object(
        { kind: Type.String(), id: Type.String(), name: Nullable(Type.String()) },
        { additionalProperties: false },
      ),
    ),
    before: Nullable(auditValuesSchema),
    after: Nullable(auditValuesSchema),
    hash: Type.String({ description: 'SHA-256, hexadecimal, over the hash before it and this record' }),
  },
  { title: 'AuditRecord', additionalProperties: false },
);
export type AuditRecord = Static<typeof auditRecordSchema>;

/** Query of a page of the audit log. */
export const auditQuerySchema = Type.Object({
  action: Type.Optional(auditActionSchema),
  actorId: Type.Optional(Type.String({ maxLength: 200 })),
  targetId: Type.Optional(Type.String({ maxLength: 200 })),
  from: Type.Optional(Timestamp),
  to: Type.Optional(Timestamp),
  cursor: Type.Optional(Type.String({ maxLength: 200, description: 'nextCursor of the page before' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
});
export type AuditQuery = Static<typeof auditQuerySchema>;

/** What a walk along the chain found. */
export const auditVerdictSchema = Type.Object(
  {
    sound: Type.Boolean(),
    records: Type.Integer({ minimum: 0 }),
    head: Nullable(
      Type.Object(
        { seq: Type.Integer({ minimum: 1 }), hash: Type.String({ description: 'of the last record' }) },
        { additionalProperties: false },
      ),
    ),
    firstBroken: Nullable(
      Type.Object(
        { seq: Type.Integer({ minimum: 1 }), why: OneOf(['changed', 'missing', 'truncated'], 'what is wrong there') },
        { additionalProperties: false },
      ),
    ),
  },
  { title: 'AuditVerdict', additionalProperties: false },
);
export type AuditVerdict = Static<typeof auditVerdictSchema>;
