import type { Figures } from '@alongside/protocol';
import type { Sums } from './ports.ts';

export const noSums: Sums = {
  requested: 0,
  answered: 0,
  answeredInTime: 0,
  abandoned: 0,
  timedOut: 0,
  requeued: 0,
  ended: 0,
  waitSeconds: 0,
  handleSeconds: 0,
  longestWaitSeconds: 0,
  surveys: 0,
  scores: 0,
};

/** Both together; the longest wait is the longer of the two. */
export function addSums(a: Sums, b: Sums): Sums {
  const sum = Object.fromEntries(
    (Object.keys(noSums) as (keyof Sums)[]).map((key) => [key, a[key] + b[key]]),
  ) as unknown as Sums;
  return { ...sum, longestWaitSeconds: Math.max(a.longestWaitSeconds, b.longestWaitSeconds) };
}

/** What people read: means in whole seconds, shares in whole per cent, null where nothing was counted. */
export function figuresOf(sums: Sums): Figures {
  const { waitSeconds, handleSeconds, scores, ...counts } = sums;
  const mean = (sum: number, of: number) => (of === 0 ? null : Math.round(sum / of));
  const judged = sums.answered + sums.abandoned + sums.timedOut;
  return {
    ...counts,
    longestWaitSeconds: Math.round(sums.longestWaitSeconds),
    meanWaitSeconds: mean(waitSeconds, sums.answered),
    meanHandleSeconds: mean(handleSeconds, sums.ended),
    serviceLevel: judged === 0 ? null : Math.round((100 * sums.answeredInTime) / judged),
    meanScore: sums.surveys === 0 ? null : Math.round((10 * scores) / sums.surveys) / 10,
  };
}
