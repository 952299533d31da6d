// What the desk shows of calls, as one file to load.
export { CallButton } from './call-button.tsx';
export { CallEntry } from './call-entry.tsx';
export { CallHost } from './call-host.tsx';
export { OfferKind } from './offer-kind.tsx';
export { SuperviseCall } from './supervise-call.tsx';
