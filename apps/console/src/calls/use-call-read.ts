import type { Call } from '@alongside/protocol';
import { useState } from 'react';
import { useCallDesk } from './use-calls.ts';

/** One call of the history, read when it is opened. */
export function useCallRead(callId: string) {
  const { desk } = useCallDesk();
  const [open, setOpen] = useState(false);
  const [call, setCall] = useState<Call | null>(null);
  return {
    open,
    call,
    toggle() {
      setOpen(!open);
      if (!open) void desk.run('call:read', async () => setCall(await desk.calls.read(callId)));
    },
  };
}
