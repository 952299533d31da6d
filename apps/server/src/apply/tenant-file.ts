import {
  type AgentSettings,
  agentSettingsSchema,
  type BusinessHours,
  businessHoursSchema,
  type CallSettings,
  type CannedReply,
  type ChannelSettings,
  type CobrowseSettings,
  type ContactWeights,
  callSettingsSchema,
  cannedReplySchema,
  channelSettingsSchema,
  cobrowseSettingsSchema,
  contactWeightsSchema,
  type PhoneNumber,
  phoneNumberSchema,
  type QueueSettings,
  queueSettingsSchema,
  type Skill,
  skillSchema,
  type TenantSettings,
  tenantSettingsSchema,
  type TrunkSettings,
  trunkSettingsSchema,
  type WebhookSettings,
  webhookSettingsSchema,
} from '@alongside/protocol';
import { type TObject, type TSchema, Type } from 'typebox';

/** By the skill's name, 1 to 5. */
export type Levels = Readonly<Record<string, number>>;

export interface QueueInFile
  extends Partial<
    Omit<QueueSettings, 'id' | 'name' | 'isDefault' | 'rings' | 'hoursId' | 'overflow' | 'externalRouter'>
  > {
  readonly name: string;
  readonly default?: true;
  readonly rings?: readonly { readonly afterSeconds: number; readonly requirements: Levels }[];
  readonly hours?: string | null;
  readonly overflow?: { readonly afterSeconds: number; readonly queue: string } | null;
  /** The webhook by its address. */
  readonly externalRouter?: { readonly webhook: string; readonly deadlineMilliseconds: number } | null;
}

export interface PersonInFile extends Partial<Omit<AgentSettings, 'id' | 'email' | 'skills' | 'outOfOffice'>> {
  readonly email: string;
  readonly skills?: Levels;
}

export interface ChannelInFile extends Partial<Omit<ChannelSettings, 'name' | 'queueId' | 'hoursId'>> {
  readonly name: string;
  /** By name; null: the default queue. */
  readonly queue?: string | null;
  readonly hours?: string | null;
}

export interface TrunkInFile
  extends Pick<TrunkSettings, 'name' | 'host' | 'callerNumber'>,
    Partial<Omit<TrunkSettings, 'id' | 'name' | 'host' | 'callerNumber' | 'hasPassword'>> {}

export interface NumberInFile
  extends Pick<PhoneNumber, 'number'>,
    Partial<Pick<PhoneNumber, 'greeting' | 'waiting' | 'voicemail'>> {
  readonly queue: string;
  readonly menu?: readonly { readonly digit: string; readonly queue: string }[];
}

/**
 * One tenant as one file: what `alongside apply` makes true. Things point to each other by name. What a thing leaves out stays as it is, or
 * is its default where the thing is new; things that are not in the file stay, unless `prune` is true.
 */
export interface TenantFile {
  /** Version of this format. */
  readonly alongside: 1;
  readonly prune?: boolean;
  readonly tenant?: Partial<TenantSettings>;
  readonly contactWeights?: Partial<ContactWeights>;
  /** Its rules are the whole list: they have no names to be found by. */
  readonly cobrowse?: Partial<CobrowseSettings>;
  readonly skills?: readonly (Pick<Skill, 'name'> & Partial<Skill>)[];
  readonly businessHours?: readonly (Pick<BusinessHours, 'name'> & Partial<BusinessHours>)[];
  readonly webhooks?: readonly (Pick<WebhookSettings, 'url' | 'events'> & Partial<WebhookSettings>)[];
  readonly queues?: readonly QueueInFile[];
  readonly people?: readonly PersonInFile[];
  /** The provider's secret is not among this: it is set by `PUT /v1/channels/{id}/openid-secret`. */
  readonly channels?: readonly ChannelInFile[];
  readonly cannedReplies?: readonly Omit<CannedReply, 'id'>[];
  readonly calls?: Partial<CallSettings>;
  /** By name. A trunk's password is not among this: it is set by `PUT /v1/trunks/{id}`. */
  readonly trunks?: readonly TrunkInFile[];
  readonly phoneNumbers?: readonly NumberInFile[];
}

/** A schema's fields, none of them needed. */
function optional(schema: TObject, ...without: string[]): Record<string, TSchema> {
  const kept = Object.entries(schema.properties).filter(([name]) => !without.includes(name));
  return Object.fromEntries(kept.map(([name, field]) => [name, Type.Optional(field)]));
}
const one = (fields: Record<string, TSchema>) => Type.Object(fields, { additionalProperties: false });
const list = (fields: Record<string, TSchema>) => Type.Optional(Type.Array(one(fields), { maxItems: 2000 }));
const orNull = (fields: Record<string, TSchema>) => Type.Optional(Type.Union([one(fields), Type.Null()]));
const Name = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const levels = Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: 5 }));
const seconds = Type.Integer({ minimum: 0, maximum: 86_400 });

/** The shape of `TenantFile`. */
export const tenantFileSchema = one({
  alongside: Type.Literal(1),
  prune: Type.Optional(Type.Boolean()),
  tenant: Type.Optional(one(optional(tenantSettingsSchema))),
  contactWeights: Type.Optional(one(optional(contactWeightsSchema))),
  cobrowse: Type.Optional(one(optional(cobrowseSettingsSchema))),
  skills: list({ ...optional(skillSchema, 'id'), name: Name }),
  businessHours: list({ ...optional(businessHoursSchema, 'id'), name: Name }),
  webhooks: list({
    ...optional(webhookSettingsSchema),
    url: webhookSettingsSchema.properties.url,
    events: webhookSettingsSchema.properties.events,
  }),
  queues: list({
    ...optional(queueSettingsSchema, 'id', 'isDefault', 'hoursId'),
    name: Name,
    default: Type.Optional(Type.Literal(true)),
    rings: Type.Optional(
      Type.Array(one({ afterSeconds: seconds, requirements: levels }), { minItems: 1, maxItems: 10 }),
    ),
    hours: Type.Optional(Type.Union([Name, Type.Null()])),
    overflow: orNull({ afterSeconds: seconds, queue: Name }),
    externalRouter: orNull({
      webhook: Type.String(),
      deadlineMilliseconds: Type.Integer({ minimum: 100, maximum: 10_000 }),
    }),
  }),
  people: list({
    ...optional(agentSettingsSchema, 'id', 'outOfOffice'),
    email: agentSettingsSchema.properties.email,
    skills: Type.Optional(levels),
  }),
  channels: list({
    ...optional(channelSettingsSchema, 'queueId', 'hoursId'),
    name: Name,
    queue: Type.Optional(Type.Union([Name, Type.Null()])),
    hours: Type.Optional(Type.Union([Name, Type.Null()])),
  }),
  cannedReplies: list({
    shortcut: cannedReplySchema.properties.shortcut,
    title: cannedReplySchema.properties.title,
    text: cannedReplySchema.properties.text,
  }),
  calls: Type.Optional(one(optional(callSettingsSchema))),
  trunks: list({
    ...optional(trunkSettingsSchema, 'id', 'hasPassword'),
    name: Name,
    host: trunkSettingsSchema.properties.host,
    callerNumber: trunkSettingsSchema.properties.callerNumber,
  }),
  phoneNumbers: list({
    ...optional(phoneNumberSchema, 'queueId'),
    number: phoneNumberSchema.properties.number,
    queue: Name,
    menu: Type.Optional(
      Type.Array(one({ digit: Type.String({ pattern: '^[0-9*#]$' }), queue: Name }), { maxItems: 12 }),
    ),
  }),
});
