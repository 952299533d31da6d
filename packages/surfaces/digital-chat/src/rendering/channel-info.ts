import type { Channel } from '@alongside/domain';
import type { FieldDefinition } from '@alongside/protocol';
import { derivedUuid } from './ids.ts';

/** Channel info as all clients need it. A feature that is absent would count as present on native: each is named. */
export function renderChannelInfo(channel: Channel, online: boolean): object {
  const { mode, identity, proactive, transcript } = channel;
  const isAuthorizationEnabled = identity === 'oauth' || identity === 'secured_oauth';
  const securedSessions = hasSecuredSessions(channel);
  return {
    id: channel.id,
    name: channel.name,
    channelIdOnExternalPlatform: channel.id.replace(/^chat_/, ''),
    availability: renderAvailability(online),
    isLiveChat: mode === 'live',
    isAuthorizationEnabled,
    isSecuredCookieEnabled: identity === 'secured_cookie',
    isUnsecuredConnectionAllowed: !securedSessions,
    settings: {
      hasMultipleThreadsPerEndUser: mode === 'multi',
      isProactiveChatEnabled: proactive,
      liveChatAllowTranscript: transcript,
      securedSessions,
      fileRestrictions: renderFileRestrictions(channel),
      features: {
        securedSessions,
        isRecoverLivechatDoesNotFailEnabled: false,
        liveChatLogoHidden: false,
        isProactiveChatEnabled: proactive,
        isCoBrowsingEnabled: false,
        isFeatureGroupChatEnabled: true,
      },
      isGroupChatAllowed: true,
      canCustomerInviteToGroupChat: true,
      canAgentInviteToGroupChat: false,
      enableChatTypingPreview: true,
      isTypingEnabled: true,
      isMessagePreviewEnabled: true,
      isTranscriptEnabled: transcript,
    },
    preContactForm: renderForm(channel),
    translations: {},
    colors: {},
    widget: {},
    popups: [],
    endUserCustomFields: channel.customerFields.map(renderDefinition),
    caseCustomFields: channel.contactFields.map(renderDefinition),
    customCss: '',
    customJs: '',
    customJsFiles: '',
  };
}

export const hasSecuredSessions = ({ identity }: Channel): boolean =>
  identity === 'secured' || identity === 'secured_cookie' || identity === 'secured_oauth';

export const renderAvailability = (online: boolean) => ({ status: online ? 'online' : 'offline' });

/** A larger file would have to be in memory whole, in base64, before anything can be said of it. */
export const UPLOAD_MEGABYTES = 40;

/** Megabytes are a string: iOS reads no number. */
export const renderFileRestrictions = ({ files }: Channel) => ({
  allowedFileSize: String(Math.min(files.maxMegabytes, UPLOAD_MEGABYTES)),
  allowedFileTypes: files.types.map(({ mimeType, description }) => ({ mimeType, description })),
  isAttachmentsEnabled: files.enabled,
});

function renderForm({ id, preContactForm }: Channel): object | null {
  if (preContactForm === null) return null;
  return {
    id: derivedUuid(`${id}/form`),
    name: preContactForm.name,
    // Android shows a form only where its own channel is listed.
    channels: [{ id }],
    customFields: preContactForm.fields.map((field) => ({
      isRequired: field.required,
      definition: renderDefinition(field),
    })),
  };
}

const renderDefinition = ({ ident, label, type, required, values }: FieldDefinition) => ({
  ident,
  label,
  type,
  isRequired: required,
  values: values.map(({ name, value, parent }) => ({ name, value, ...(parent === null ? {} : { parentId: parent }) })),
});
