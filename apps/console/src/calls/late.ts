import { lazy, useEffect, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';

// Files of their own: the desk is drawn before anybody wishes to speak.
const doors = () => import('./call-doors.tsx');
export const CallHost = lazy(() => doors().then((file) => ({ default: file.CallHost })));
export const CallButton = lazy(() => doors().then((file) => ({ default: file.CallButton })));
export const CallEntry = lazy(() => doors().then((file) => ({ default: file.CallEntry })));
export const OfferKind = lazy(() => doors().then((file) => ({ default: file.OfferKind })));
export const SuperviseCall = lazy(() => doors().then((file) => ({ default: file.SuperviseCall })));

/** The server has told of a call. */
export function useCallTold(): boolean {
  const { client } = useConsole();
  const [told, setTold] = useState(false);
  useEffect(() => client.line.frames.subscribe((frame) => frame?.t === 'call.state' && setTold(true)), [client]);
  return told;
}
