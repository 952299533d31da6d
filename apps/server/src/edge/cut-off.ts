import type { Platform } from '@alongside/domain';

/** Milliseconds. A database that starts anew or hangs for a moment sends nobody away; one that is gone does within five seconds. */
export const CUT_OFF = { every: 500, after: 2_500 } as const;

/**
 * Watches whether this process reaches the database, where people could go to another one. `tell` hears when it has not for a while, and when it does
 * again.
 */
export function watchCutOff(
  { store, log }: Pick<Platform, 'store' | 'log'>,
  tell: (cutOff: boolean) => void,
  { every, after }: { readonly every: number; readonly after: number } = CUT_OFF,
): { close(): void } {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failing: number | null = null;
  let cutOff = false;

  const look = async (): Promise<void> => {
    const asked = performance.now();
    const answered = await store.ping().then(
      () => true,
      () => false,
    );
    if (closed) return;
    if (answered) failing = null;
    else failing ??= asked;
    const now = failing !== null && performance.now() - failing >= after;
    // Back as soon as one question is answered.
    if (now !== cutOff && (now || answered)) {
      cutOff = now;
      log.warn(
        { where: 'database' },
        now ? 'No database: everybody is sent to another process.' : 'The database is back.',
      );
      tell(cutOff);
    }
    timer = setTimeout(() => void look(), answered ? every : every / 4);
    timer.unref();
  };
  timer = setTimeout(() => void look(), every);
  timer.unref();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
