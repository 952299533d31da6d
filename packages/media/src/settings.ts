/** How the engine is set up; all of it can be passed to a process as JSON. */
export interface MediaSettings {
  /** Lowest and highest port for browsers: UDP, and passive TCP where `tcp` is set. */
  readonly browserPorts: readonly [number, number];
  /** Lowest and highest UDP port for telephones. */
  readonly telephonePorts: readonly [number, number];
  /** The address telephones' sound is taken on. */
  readonly telephoneHost: string;
  /** The address that telephones are told, where it differs (a server behind address translation); null: `telephoneHost`. */
  readonly announcedTelephoneHost: string | null;
  /** The address that browsers are told instead of the machine's own; null: those of its network interfaces. */
  readonly announcedAddress: string | null;
  /** Addresses that are offered to browsers besides; for development and tests on one machine: `127.0.0.1`. */
  readonly extraHostAddresses: readonly string[];
  /** Offer passive TCP besides UDP, for networks that let no UDP out. */
  readonly tcp: boolean;
  /** Folder of the WAV files that `play` may name; null: there are none. */
  readonly soundsFolder: string | null;
  readonly recordingsFolder: string;
  /** The most a browser may send, in kbit/s: of a camera, of a screen. */
  readonly videoKilobits: number;
  readonly screenKilobits: number;
  readonly maxSessions: number;
  readonly maxLegsPerSession: number;
}

export const defaultSettings: Omit<MediaSettings, 'recordingsFolder'> = {
  browserPorts: [40_000, 40_999],
  telephonePorts: [41_000, 41_999],
  telephoneHost: '127.0.0.1',
  announcedTelephoneHost: null,
  announcedAddress: null,
  extraHostAddresses: [],
  tcp: true,
  soundsFolder: null,
  videoKilobits: 1_500,
  screenKilobits: 2_500,
  maxSessions: 500,
  maxLegsPerSession: 8,
};
