import type { QueueStanding } from '@alongside/protocol';
import type { QueueFacts } from './ports.ts';

/** A contact's length before any has ended, in seconds. */
const ASSUMED_HANDLE_SECONDS = 300;
/** Quantile of the standard normal for 10 % and 90 %: the range should hold four times in five. */
const Z = 1.2816;

/**
 * Where a waiting contact stands. With S slots that free up at random, each every H seconds on average, the p-th release comes after an
 * Erlang(p, S/H) time; the range is its 10 % and 90 % quantile (Wilson–Hilferty), rounded outwards to half minutes. No agent: no range.
 */
export function standingAt(position: number, facts: QueueFacts): QueueStanding {
  const agentsAvailable = facts.availableAgents > 0;
  if (facts.slots === 0) return { position, wait: null, agentsAvailable };
  const secondsPerRelease = (facts.averageHandleSeconds ?? ASSUMED_HANDLE_SECONDS) / facts.slots;
  const quantile = (z: number) =>
    secondsPerRelease * position * Math.max(0, 1 - 1 / (9 * position) + z * Math.sqrt(1 / (9 * position))) ** 3;
  const lowSeconds = Math.floor(quantile(-Z) / 30) * 30;
  return {
    position,
    wait: { lowSeconds, highSeconds: Math.max(lowSeconds + 30, Math.ceil(quantile(Z) / 30) * 30) },
    agentsAvailable,
  };
}
