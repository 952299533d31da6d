import type { Down } from '@alongside/protocol';
import { lazy, useEffect, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';

// Files of their own: the desk is drawn before anybody wishes to speak.
const doors = () => import('./call-doors.tsx');
export const CallHost = lazy(() => doors().then((file) => ({ default: file.CallHost })));
export const CallButton = lazy(() => doors().then((file) => ({ default: file.CallButton })));
export const CallEntry = lazy(() => doors().then((file) => ({ default: file.CallEntry })));
export const OfferKind = lazy(() => doors().then((file) => ({ default: file.OfferKind })));
export const SuperviseCall = lazy(() => doors().then((file) => ({ default: file.SuperviseCall })));

/** The server has told of a call, or offers one. */
export function useCallTold(): boolean {
  const { client } = useConsole();
  const [told, setTold] = useState(false);
  useEffect(() => {
    const tells = (frame: Down | null) =>
      frame?.t === 'call.state' ||
      (frame?.t === 'desk' && frame.desk.offers.some(({ callId }) => callId !== undefined));
    return client.line.frames.subscribe((frame) => tells(frame) && setTold(true));
  }, [client]);
  return told;
}
