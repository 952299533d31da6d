import { createId } from '../ids.ts';
import type { Ports } from '../ports/defaults.ts';
import { deviceHash } from './device.ts';
import type { OpenStart } from './session.ts';
import { type checkStart, OnlineHelpError, type OnlineHelpRequest } from './start-request.ts';

interface Surroundings {
  readonly tenant: string;
  readonly locale: string | undefined;
  readonly prefix: string;
  readonly ports: Ports;
}

/** A checked request made whole: this device's hash, and an id under which it may be asked for again [HASH4]. */
export async function prepareStart(
  { isBackground, waitDisplayText }: OnlineHelpRequest,
  checked: ReturnType<typeof checkStart>,
  { tenant, locale, prefix, ports }: Surroundings,
): Promise<OpenStart> {
  const hash = await deviceHash(ports, prefix).catch((error) => {
    throw new OnlineHelpError('DLGEXCP_CUSTOMER_NOT_ACTIVE_IN_DEVICE', String(error), 'none');
  });
  return {
    body: { ...checked, tenant, deviceHash: hash, startId: createId(ports.random), ...(locale && { locale }) },
    askedAt: ports.clock.now(),
    isBackground: isBackground === true,
    waitDisplayText: waitDisplayText ?? null,
  };
}
