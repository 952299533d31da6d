import type { PhoneLinkPorts } from '../ports.ts';
import type { RecordingAddress } from './show-call.ts';

/** How long an address of a recording is good for. */
const SECONDS = 3_600;

const textOf = (tenantId: string, recordingId: string, until: string): string =>
  `phone link recording ${tenantId} ${recordingId} ${until}`;

/** Signed addresses: whoever has one hears the recording, until it runs out. */
export function recordingAddresses(
  ports: Pick<PhoneLinkPorts, 'sign' | 'now'>,
  place: { readonly base: string; readonly domain: string; readonly tenantId: string },
): RecordingAddress {
  const until = String(Math.floor(ports.now().getTime() / 1_000) + SECONDS);
  return (recordingId, download) => {
    const signature = ports.sign(textOf(place.tenantId, recordingId, until));
    const query = `until=${until}&signature=${signature}${download ? '&download=1' : ''}`;
    return `${place.base}/${place.domain}/api/v1/recordings/${recordingId}?${query}`;
  };
}

/** Whether this address was made by us and is still good. */
export function isGoodAddress(
  ports: Pick<PhoneLinkPorts, 'verify' | 'now'>,
  tenantId: string,
  recordingId: string,
  { until = '', signature = '' }: Readonly<Record<string, string>>,
): boolean {
  if (!/^[0-9]{1,12}$/.test(until) || !ports.verify(textOf(tenantId, recordingId, until), signature)) return false;
  return Number(until) * 1_000 > ports.now().getTime();
}
