import { isIP } from 'node:net';
import { StartRefused } from '../command/start-refused.ts';

/** How browsers reach the media engine of this server. */
export interface MediaSettings {
  /** The address that browsers are told; null: those of this machine. */
  readonly address: string | null;
  /** Lowest and highest port. */
  readonly ports: readonly [number, number];
}

const DEFAULT_PORTS = '40000-40999';

/** An IP address and `40000-40999`. @throws StartRefused */
export function readMediaSettings({
  address,
  ports = DEFAULT_PORTS,
}: {
  readonly address: string | undefined;
  readonly ports: string | undefined;
}): MediaSettings {
  if (address !== undefined && isIP(address) === 0)
    throw new StartRefused(`"${address}" is no IP address; --media-address takes the one that browsers reach.`);
  const [, low, high] = /^(\d{4,5})-(\d{4,5})$/.exec(ports) ?? [];
  const [from, to] = [Number(low), Number(high)];
  if (!(from >= 1024 && to <= 65_535 && from < to))
    throw new StartRefused(`"${ports}" are no ports; give --media-ports as a range from 1024 on, as ${DEFAULT_PORTS}`);
  return { address: address ?? null, ports: [from, to] };
}
