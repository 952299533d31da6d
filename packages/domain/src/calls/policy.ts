import type { CallSettings } from '@alongside/protocol';

/** Until a tenant says otherwise: nothing is recorded, and nothing may be dialled. */
export const DEFAULT_CALL_SETTINGS: CallSettings = {
  recording: 'never',
  consent: 'ask',
  recordingDays: 90,
  country: 'NL',
  countriesAllowed: [],
  closedPrefixes: [],
  caps: { concurrent: 0, perMinute: 0, minutesPerDay: 0, spendPerDay: 0, centsPerMinute: 0 },
};

/** A call rings at a customer, a third party at its device, for so long. */
export const RING_SECONDS = 45;
/** Accepted, and no sound from both sides. */
export const CONNECT_SECONDS = 60;
/** Nothing is heard of the customer's side. */
export const GONE_SECONDS = 30;
/** A process that carries calls is believed to live for so long after its last sign of life. */
export const HOST_SECONDS = 10;
/** People in one call, supervisors included. */
export const MOST_PARTIES = 10;
