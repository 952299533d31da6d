import type { Logger, Random, TelephonyEngine } from '@alongside/domain';
import { createTelephonyEngine } from '@alongside/telephony';
import type { SipSettings } from './sip-settings.ts';

export function openTelephony(
  { listen, address, tls }: SipSettings,
  log: Logger,
  random: Random,
): Promise<TelephonyEngine> {
  return createTelephonyEngine({ listen, advertise: address, tls, log, random });
}
