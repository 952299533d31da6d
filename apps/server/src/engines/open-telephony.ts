import type { Logger, Random, TelephonyEngine } from '@alongside/domain';
import { createTelephonyEngine } from '@alongside/telephony';
import type { AllowList } from './outgoing-target.ts';
import type { SipSettings } from './sip-settings.ts';
import { createTrunkResolver } from './trunk-resolver.ts';

export function openTelephony(
  { listen, address, tls }: SipSettings,
  log: Logger,
  random: Random,
  allowPrivate: AllowList,
): Promise<TelephonyEngine> {
  const resolver = createTrunkResolver(allowPrivate);
  return createTelephonyEngine({ listen, advertise: address, tls, log, random, resolver });
}
