import type { Route } from '@alongside/protocol';
import { finish } from './handlers/finish-help.ts';
import { isInHelp } from './handlers/is-in-help.ts';
import { listCalls } from './handlers/list-calls.ts';
import { listHelps } from './handlers/list-helps.ts';
import { listCustomerMessaging, listStaffMessaging } from './handlers/list-messaging.ts';
import { getMessagingDetail } from './handlers/messaging-detail.ts';
import { mintHash } from './handlers/mint-hash.ts';
import { notDelivered } from './handlers/not-delivered.ts';
import { disableOutOfOffice, enableOutOfOffice, getOutOfOfficeInfo } from './handlers/out-of-office.ts';
import { type SignedHandler, signed } from './handlers/signed.ts';
import type { OnlineHelpPorts } from './ports.ts';
import type { SurfaceRequest, SurfaceResponse } from './request.ts';
import { onlineHelpRoutes } from './routes.ts';

export type OnlineHelpOperation = keyof typeof onlineHelpRoutes;

/** What a front door mounts: it passes the body's bytes untouched and the path as it was sent. */
export interface Surface {
  readonly routes: Readonly<Record<OnlineHelpOperation, Route>>;
  readonly handlers: Readonly<Record<OnlineHelpOperation, (request: SurfaceRequest) => Promise<SurfaceResponse>>>;
}

const HANDLERS: Readonly<Record<OnlineHelpOperation, SignedHandler>> = {
  getTransactionHashForOnlineHelp: mintHash,
  isCustomerInOnlineHelp: isInHelp,
  finishOnlineHelp: finish,
  interactionIsNotDelivered: notDelivered,
  enableOutOfOffice,
  disableOutOfOffice,
  getUserOutOfOfficeInfo: getOutOfOfficeInfo,
  getOnlineHelpList: listHelps,
  getCallList: listCalls,
  getCustomerMessagingList: listCustomerMessaging,
  getStaffMessagingList: listStaffMessaging,
  getMessagingDetail,
};

/** The published online-help wire on top of the domain. */
export function onlineHelpSurface(ports: OnlineHelpPorts): Surface {
  const entries = Object.entries(HANDLERS).map(([name, handler]) => [name, signed(ports, handler)]);
  return { routes: onlineHelpRoutes, handlers: Object.fromEntries(entries) as Surface['handlers'] };
}
