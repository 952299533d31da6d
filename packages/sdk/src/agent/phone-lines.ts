import type { Line, PhoneOperation } from './routes.ts';

/** Method and path of each operation of the phone link; `addLines` makes them callable. */
export const PHONE_LINES: { readonly [K in PhoneOperation]: Line<K> } = {
  getPhoneLink: 'GET /v1/phone-link',
  savePhoneLink: 'PUT /v1/phone-link',
  createPhoneLinkToken: 'POST /v1/phone-link/tokens/{kind}',
  revokePhoneLinkToken: 'DELETE /v1/phone-link/tokens/{kind}',
  signInToPhone: 'POST /v1/phone/sign-in',
  getPhone: 'GET /v1/phone',
  dialByLink: 'POST /v1/phone/call-links',
  savePhonePush: 'PUT /v1/phone/push/{subscriptionId}',
  removePhonePush: 'DELETE /v1/phone/push/{subscriptionId}',
  listPhoneColleagues: 'GET /v1/phone/colleagues',
};
