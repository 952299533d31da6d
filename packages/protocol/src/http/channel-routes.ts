import { type Static, Type } from 'typebox';
import { channelSettingsSchema } from '../channel.ts';
import { Nullable } from '../primitives.ts';
import { route } from './route.ts';

const closed = { additionalProperties: false } as const;
const administration = ['not_authenticated', 'not_allowed'] as const;
const ofChannel = Type.Object({ channelId: channelSettingsSchema.properties.id });

/** A channel as administration sees it. */
export const channelSchema = Type.Object(
  {
    ...channelSettingsSchema.properties,
    openIdSecretSet: Type.Boolean({ description: "whether the client's secret at the provider is stored" }),
  },
  { title: 'Channel', additionalProperties: false },
);
export type ChannelView = Static<typeof channelSchema>;

/** Doors of apps into the company. PUTs take the caller's id, since apps are built with it. */
export const channelRoutes = {
  listChannels: route({
    operationId: 'listChannels',
    method: 'GET',
    path: '/v1/channels',
    tag: 'Channels',
    summary: 'Every channel, by name.',
    access: 'supervisor',
    response: {
      status: 200,
      body: Type.Object(
        {
          channels: Type.Array(channelSchema),
          brandId: Type.Integer({ description: 'the company, as apps of the published chat clients name it' }),
        },
        closed,
      ),
    },
    errors: administration,
  }),
  saveChannel: route({
    operationId: 'saveChannel',
    method: 'PUT',
    path: '/v1/channels/{channelId}',
    tag: 'Channels',
    summary: 'Creates or changes a channel.',
    access: 'administrator',
    versioned: true,
    params: ofChannel,
    body: Type.Omit(channelSettingsSchema, ['id'], closed),
    response: { status: 200, body: channelSchema },
    errors: [...administration, 'already_exists', 'unknown_reference', 'invalid_request', 'changed_meanwhile'],
  }),
  deleteChannel: route({
    operationId: 'deleteChannel',
    method: 'DELETE',
    path: '/v1/channels/{channelId}',
    tag: 'Channels',
    summary: 'Removes a channel on which nobody has talked yet.',
    access: 'administrator',
    params: ofChannel,
    response: { status: 204, body: null },
    errors: [...administration, 'not_found', 'in_use'],
  }),
  setChannelSecret: route({
    operationId: 'setChannelSecret',
    method: 'PUT',
    path: '/v1/channels/{channelId}/openid-secret',
    tag: 'Channels',
    summary: "Stores the client's secret at the OpenID provider; it is never given out again.",
    access: 'administrator',
    params: ofChannel,
    body: Type.Object(
      {
        secret: Nullable(Type.String({ minLength: 1, maxLength: 500, description: 'null: a client without a secret' })),
      },
      closed,
    ),
    response: { status: 204, body: null },
    errors: [...administration, 'not_found'],
  }),
} as const;
