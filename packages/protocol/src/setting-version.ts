import { type Static, Type } from 'typebox';
import { Nullable, OneOf, Timestamp } from './primitives.ts';

/** What has a version: things that administrators edit. Those of which a company has one have no id. */
export const VERSIONED_KINDS = [
  'company',
  'agent',
  'canned_reply',
  'queue',
  'skill',
  'business_hours',
  'contact_weights',
  'channel',
  'webhook',
  'company_backend',
  'visitor_settings',
  'push_settings',
  'cobrowse_settings',
  'phone_link',
  'call_settings',
  'trunk',
  'phone_number',
] as const;
export type VersionedKind = (typeof VERSIONED_KINDS)[number];

/** The last version of one thing: which `If-Match` names when it is saved, and what a refusal tells of [SET1]. */
export const settingVersionSchema = Type.Object(
  {
    kind: OneOf(VERSIONED_KINDS, 'what sort of thing'),
    id: Nullable(Type.String({ description: 'of the thing, as in its address; null: a company has one of it' })),
    version: Type.Integer({ minimum: 1, description: 'place of its last change in the audit log' }),
    changedBy: Type.String({ description: 'name of who made that change' }),
    changedAt: Timestamp,
  },
  { title: 'SettingVersion', additionalProperties: false },
);
export type SettingVersion = Static<typeof settingVersionSchema>;
