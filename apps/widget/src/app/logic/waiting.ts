import type { QueueStanding } from '@alongside/protocol';
import type { Formats, Translator } from '@alongside/design';
import type { en } from '../../messages/en.ts';

/** The two sentences about a place in the queue. */
export function standingTexts(
  standing: QueueStanding,
  t: Translator<typeof en>,
  formats: Formats,
): { readonly place: string; readonly wait: string } {
  const ahead = standing.position - 1;
  return {
    place: ahead === 0 ? t('wait.next') : t('wait.ahead', { count: ahead }),
    wait: standing.wait
      ? t('wait.range', { range: formats.durationRange(standing.wait.lowSeconds, standing.wait.highSeconds) })
      : t('wait.unknown'),
  };
}
