import {
  createPhoneLinkToken,
  dial,
  dialByLink,
  getPhone,
  getPhoneLink,
  listPhoneColleagues,
  Refused,
  refuseCallToken,
  removePhonePush,
  revokePhoneLinkToken,
  savePhoneLink,
  savePhonePush,
  signInToPhone,
} from '@alongside/domain';
import type { phoneLinkRoutes } from '@alongside/protocol';
import type { Handlers } from './call.ts';

export const phoneLinkHandlers: Handlers<typeof phoneLinkRoutes> = {
  getPhoneLink: ({ platform, actor, facts }) => getPhoneLink(platform, actor, facts.linkHost()),
  savePhoneLink: ({ platform, actor, facts, body }) => savePhoneLink(platform, actor, body, facts.linkHost()),
  createPhoneLinkToken: ({ platform, actor, params, body }) =>
    createPhoneLinkToken(platform, actor, params.kind, body.overlapHours),
  revokePhoneLinkToken: ({ platform, actor, params }) => revokePhoneLinkToken(platform, actor, params.kind),
  async signInToPhone({ platform, facts, body, request }) {
    const { tenant, appToken } = body;
    const tenantId = await facts.tenantId(tenant);
    if (tenantId === null)
      throw new Refused('not_found', { message: `There is no company "${tenant}" here.`, field: '/tenant' });
    const answer = await signInToPhone(platform, { tenantId, appToken, ip: request.ip });
    if (!answer.ok) throw refuseCallToken(answer.refusal);
    return answer.signedIn;
  },
  dialByLink: ({ platform, actor, body }) => dialByLink(platform, actor, body, dial),
  savePhonePush: ({ platform, actor, params, body }) =>
    savePhonePush(platform, actor, { id: params.subscriptionId, subscription: body }),
  removePhonePush: ({ platform, actor, params }) => removePhonePush(platform, actor, params.subscriptionId),
  listPhoneColleagues: ({ platform, actor }) => listPhoneColleagues(platform, actor),
  getPhone: ({ platform, actor }) => getPhone(platform, actor),
};
