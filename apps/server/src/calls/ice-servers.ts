/** What browsers are told of how to reach the engine; credentials of relays are made anew for each who joins. */
export type IceServers = (
  tenantId: string,
  partyId: string,
) => readonly { readonly urls: string[]; readonly username?: string; readonly credential?: string }[];

/** The engine's own candidates are enough where it has an address that browsers reach. */
export const noIceServers: IceServers = () => [];
