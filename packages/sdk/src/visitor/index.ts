export type { Observable } from '../observable.ts';
export type { PushSubscriptionLike, ServiceWorkerRegistrationLike } from '../push/browser-push.ts';
export { createVisitor, type Visitor, type VisitorOptions } from './client.ts';
export { journeyOf } from './journey.ts';
export type { Invitation } from '@alongside/protocol';
