import { lazy } from 'react';

const doors = () => import('./cobrowse-doors.tsx');

// Files of their own: the desk is drawn before anybody wishes to look at a page.
export const CodeButton = lazy(() => doors().then((file) => ({ default: file.CodeButton })));
export const TogetherButton = lazy(() => doors().then((file) => ({ default: file.TogetherButton })));
export const LookOnButton = lazy(() => doors().then((file) => ({ default: file.LookOnButton })));
export const TogetherHost = lazy(() => doors().then((file) => ({ default: file.TogetherHost })));
export const Recordings = lazy(() =>
  import('./cobrowse-recordings.tsx').then((file) => ({ default: file.CobrowseRecordings })),
);
