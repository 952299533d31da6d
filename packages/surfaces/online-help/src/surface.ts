import type { Route } from '@alongside/protocol';
import { isInHelp } from './handlers/is-in-help.ts';
import { listHelps } from './handlers/list-helps.ts';
import { mintHash } from './handlers/mint-hash.ts';
import { signed } from './handlers/signed.ts';
import type { OnlineHelpPorts } from './ports.ts';
import type { SurfaceRequest, SurfaceResponse } from './request.ts';
import { onlineHelpRoutes } from './routes.ts';

export type OnlineHelpOperation = keyof typeof onlineHelpRoutes;

/** What a front door mounts: it passes the body's bytes untouched and the path as it was sent. */
export interface Surface {
  readonly routes: Readonly<Record<OnlineHelpOperation, Route>>;
  readonly handlers: Readonly<Record<OnlineHelpOperation, (request: SurfaceRequest) => Promise<SurfaceResponse>>>;
}

/** The published online-help wire on top of the domain. */
export function onlineHelpSurface(ports: OnlineHelpPorts): Surface {
  return {
    routes: onlineHelpRoutes,
    handlers: {
      getTransactionHashForOnlineHelp: signed(ports, mintHash),
      isCustomerInOnlineHelp: signed(ports, isInHelp),
      getOnlineHelpList: signed(ports, listHelps),
    },
  };
}
