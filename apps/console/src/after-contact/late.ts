import { lazy } from 'react';

/** Loaded when the first time after a contact begins: most desks have none. */
export const AfterContact = lazy(() => import('./after-contact.tsx').then((file) => ({ default: file.AfterContact })));
