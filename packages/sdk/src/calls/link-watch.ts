import { createValue, type Observable } from '../observable.ts';
import type { Logger } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import type { PeerLike, StatLike } from './rtc.ts';

/** How the way to the engine is, in figures. null: not known yet. */
export interface LinkFigures {
  /** 0–1, of what came in since the last look; the worst line. */
  readonly lossIn: number | null;
  /** 0–1, of what we sent, as the engine reports it. */
  readonly lossOut: number | null;
  readonly jitterMilliseconds: number | null;
  readonly roundTripMilliseconds: number | null;
}

export interface LinkQuality {
  /** poor: the other side is heard or seen badly, or we are. */
  readonly state: 'unknown' | 'good' | 'poor';
  readonly figures: LinkFigures;
}

export const LINK_LIMITS = { loss: 0.06, jitterMilliseconds: 60, roundTripMilliseconds: 500 } as const;
const LOOK_MS = 2_000;
/** So many bad looks in a row make a poor link, so many good ones a good link: a notice that flickers helps nobody. */
const BAD_LOOKS = 2;
const GOOD_LOOKS = 4;

const NO_FIGURES: LinkFigures = { lossIn: null, lossOut: null, jitterMilliseconds: null, roundTripMilliseconds: null };
type Totals = ReadonlyMap<string, { readonly lost: number; readonly received: number }>;

const worst = (one: number | null, other: number | null | undefined) =>
  other === undefined || other === null ? one : Math.max(one ?? 0, other);

/** Makes figures of both connections' reports; `before` holds the totals of the last look. */
export function figuresOf(stats: readonly StatLike[], before: Totals): { figures: LinkFigures; totals: Totals } {
  const totals = new Map<string, { lost: number; received: number }>();
  let figures = NO_FIGURES;
  for (const stat of stats) {
    if (stat.type === 'inbound-rtp') {
      const now = { lost: stat.packetsLost ?? 0, received: stat.packetsReceived ?? 0 };
      totals.set(stat.id, now);
      const then = before.get(stat.id);
      const lost = Math.max(0, now.lost - (then?.lost ?? 0));
      const expected = lost + Math.max(0, now.received - (then?.received ?? 0));
      // A line that is silent for now says nothing.
      if (then && expected > 10) figures = { ...figures, lossIn: worst(figures.lossIn, lost / expected) };
      if (stat.kind === 'audio' && stat.jitter !== undefined)
        figures = { ...figures, jitterMilliseconds: worst(figures.jitterMilliseconds, stat.jitter * 1000) };
    } else if (stat.type === 'remote-inbound-rtp') {
      figures = { ...figures, lossOut: worst(figures.lossOut, stat.fractionLost) };
      if (stat.roundTripTime) {
        const roundTripMilliseconds = worst(figures.roundTripMilliseconds, stat.roundTripTime * 1000);
        figures = { ...figures, roundTripMilliseconds };
      }
    } else if (stat.type === 'candidate-pair' && stat.nominated && stat.currentRoundTripTime) {
      const roundTripMilliseconds = worst(figures.roundTripMilliseconds, stat.currentRoundTripTime * 1000);
      figures = { ...figures, roundTripMilliseconds };
    }
  }
  return { figures, totals };
}

const isBad = ({ lossIn, lossOut, jitterMilliseconds, roundTripMilliseconds }: LinkFigures) =>
  (lossIn ?? 0) > LINK_LIMITS.loss ||
  (lossOut ?? 0) > LINK_LIMITS.loss ||
  (jitterMilliseconds ?? 0) > LINK_LIMITS.jitterMilliseconds ||
  (roundTripMilliseconds ?? 0) > LINK_LIMITS.roundTripMilliseconds;

/** Looks at both connections every two seconds. */
export function watchLink(peers: readonly PeerLike[], timers: Timers, logger: Logger) {
  const quality = createValue<LinkQuality>({ state: 'unknown', figures: NO_FIGURES }, logger);
  let totals: Totals = new Map();
  let bad = 0;
  let good = 0;
  let stopped = false;
  let cancel = () => {};

  async function look() {
    const stats: StatLike[] = [];
    for (const [index, peer] of peers.entries()) {
      const report = await peer.getStats().catch(() => null);
      report?.forEach((stat) => {
        stats.push({ ...stat, id: `${index}/${stat.id}` });
      });
    }
    if (stopped) return;
    const made = figuresOf(stats, totals);
    totals = made.totals;
    const { state } = quality.get();
    if (isBad(made.figures)) {
      bad += 1;
      good = 0;
    } else {
      good += 1;
      bad = 0;
    }
    const next = bad >= BAD_LOOKS ? 'poor' : good >= (state === 'poor' ? GOOD_LOOKS : BAD_LOOKS) ? 'good' : state;
    quality.set({ state: next, figures: made.figures });
    again();
  }
  const again = () => {
    cancel = timers.after(LOOK_MS, () => void look());
  };
  again();

  return {
    quality: quality as Observable<LinkQuality>,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
