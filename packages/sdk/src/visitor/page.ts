interface Listenable {
  addEventListener?(type: string, listener: (event: { persisted?: boolean }) => void): void;
  removeEventListener?(type: string, listener: (event: { persisted?: boolean }) => void): void;
}

/** The few globals of a browser's page, where there is one. */
interface PageGlobals extends Listenable {
  readonly document?: Listenable & { readonly visibilityState?: string; readonly referrer?: string };
  readonly location?: { readonly href: string };
  readonly navigator?: { readonly language?: string; sendBeacon?(url: string, body: string): boolean };
}

const globals = globalThis as unknown as PageGlobals;

export const page = {
  address: () => (globals.document ? globals.location?.href : undefined),
  referrer: () => globals.document?.referrer,
  language: () => globals.navigator?.language,
  seen: () => globals.document?.visibilityState !== 'hidden',
  /** False: there is no such thing here, or it is full. */
  beacon: (url: string, body: string) => globals.navigator?.sendBeacon?.(url, body) === true,
  /** Returns the way to stop. `back`: the page was kept, and is shown again. */
  watch({ hidden, gone, back }: { hidden(): void; gone(): void; back(): void }): () => void {
    const { document } = globals;
    if (!document) return () => {};
    const onVisibility = () => document.visibilityState === 'hidden' && hidden();
    const onShow = ({ persisted }: { persisted?: boolean }) => persisted === true && back();
    const each = (act: 'addEventListener' | 'removeEventListener') => {
      document[act]?.('visibilitychange', onVisibility);
      globals[act]?.('pagehide', gone);
      globals[act]?.('pageshow', onShow);
    };
    each('addEventListener');
    return () => each('removeEventListener');
  },
};
