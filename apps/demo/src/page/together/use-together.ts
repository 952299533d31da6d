import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useTongue } from '../texts.ts';
import { labelsIn } from './labels.ts';
import { goOn, type RecorderState, share, type Shared } from './session.ts';
import { type CodeGrant, createCode, renewCode, type Server } from './short-code.ts';

export interface ShownCode {
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/** The bank's part in looking at a page together. */
export interface Together {
  /** `ready`: a code can be asked for. `code`: it stands on the screen. `joined`: somebody has come. */
  readonly state: 'unable' | 'ready' | 'starting' | 'code' | 'joined';
  readonly code: ShownCode | null;
  readonly failed: boolean;
  start(): void;
  renew(): void;
  end(): void;
}

const shown = ({ shortCode, expiresInSeconds }: Pick<CodeGrant, 'shortCode' | 'expiresInSeconds'>): ShownCode => ({
  code: shortCode,
  until: Date.now() + expiresInSeconds * 1_000,
});

/** Told before a code is made, not after. */
const isAble = (): boolean =>
  typeof WebSocket === 'function' &&
  typeof BroadcastChannel === 'function' &&
  'adoptedStyleSheets' in document &&
  'popover' in HTMLElement.prototype;

/** Every tagged page takes part: it begins a session, or goes on with the one of the page before or of another tab. */
export function useTogether(server: Server | null): Together {
  const { t } = useTongue();
  const [state, setState] = useState<Together['state']>(() => (isAble() ? 'ready' : 'unable'));
  const [code, setCode] = useState<ShownCode | null>(null);
  const [failed, setFailed] = useState(false);
  const shared = useRef<Shared | null>(null);
  const token = useRef('');
  const labels = useMemo(() => labelsIn(t), [t]);

  const changed = useCallback(({ phase, viewers, consents }: RecorderState) => {
    if (phase === 'ended') {
      shared.current = null;
      setCode(null);
      setState('ready');
    } else if (viewers.length > 0 || consents.view === 'yes') {
      setCode(null);
      setState('joined');
    }
  }, []);

  const isTakingUp = useRef(false);
  const takeUp = useCallback(async () => {
    if (shared.current !== null || isTakingUp.current) return;
    isTakingUp.current = true;
    const going = await goOn({ labels, onState: changed }).finally(() => {
      isTakingUp.current = false;
    });
    if (going === null || shared.current !== null) return;
    shared.current = going;
    setState('joined');
    // The labels of a session are those it began with.
  }, [changed]);

  useEffect(() => {
    if (isAble()) void takeUp();
  }, [takeUp]);

  const start = useCallback(async () => {
    if (server === null || shared.current !== null) return;
    setFailed(false);
    setState('starting');
    try {
      const grant = await createCode(server);
      token.current = grant.sessionToken;
      shared.current = await share(server, grant, { labels, onState: changed });
      setCode(shown(grant));
      setState('code');
    } catch {
      setFailed(true);
      setState('ready');
    }
  }, [server, labels, changed]);

  // The widget tells its host page when the customer took an agent's offer in the chat, and the other tabs, without a token, that one did.
  useEffect(() => {
    if (server === null || !isAble()) return;
    const heard = ({ origin, data }: MessageEvent) => {
      if (origin !== new URL(server.url).origin || data?.alongside !== 1 || data.t !== 'together') return;
      if (shared.current !== null) return;
      const { cid, sessionToken } = data as { cid: string; sessionToken: string };
      if (sessionToken === '') return void takeUp();
      token.current = sessionToken;
      void share(server, { cid, sessionToken }, { labels, onState: changed }).then((one) => {
        shared.current = one;
        setState('joined');
      });
    };
    addEventListener('message', heard);
    return () => removeEventListener('message', heard);
  }, [server, labels, changed]);

  const renew = useCallback(async () => {
    if (server === null) return;
    setFailed(false);
    try {
      setCode(shown(await renewCode(server, token.current)));
    } catch {
      setFailed(true);
    }
  }, [server]);

  return useMemo(
    () => ({
      state,
      code,
      failed,
      start: () => void start(),
      renew: () => void renew(),
      end: () => shared.current?.end(),
    }),
    [state, code, failed, start, renew],
  );
}
