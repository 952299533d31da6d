import type { PhoneLinkSettings } from '@alongside/protocol';

/** As long as nobody has set anything. The published page names no zone; it is written for Vietnam. */
export const PHONE_LINK_DEFAULTS: PhoneLinkSettings = {
  enabled: true,
  timeZone: 'Asia/Ho_Chi_Minh',
  requireExpiry: false,
  sessionHours: 12,
  returnUrl: null,
  linkHost: null,
  android: null,
  apple: null,
};
