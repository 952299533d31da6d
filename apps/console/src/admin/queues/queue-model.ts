import type { QueueSettings, Ring } from '@alongside/protocol';

export type QueueValues = Omit<QueueSettings, 'id'>;

/** A new queue: open to everybody at once, with what suits a chat. */
export const NEW_QUEUE: QueueValues = {
  name: '',
  isDefault: false,
  priority: 5,
  rings: [{ afterSeconds: 0, requirements: [] }],
  offerSeconds: null,
  hoursId: null,
  maxWaitSeconds: null,
  maxWaitMessage: '',
  overflow: null,
  callBackAfterSeconds: null,
  afterContactSeconds: 30,
  preferLastAgentHours: 0,
  serviceLevel: { seconds: 60, goal: 80 },
  externalRouter: null,
  survey: false,
};

const LATER_SECONDS = 60;

/** The ring after the last one: a minute later, and a level lower, as waiting longer is there to widen the choice. */
export function nextRing(rings: readonly Ring[]): Ring {
  const last = rings.at(-1);
  if (!last) return { afterSeconds: 0, requirements: [] };
  const requirements = last.requirements
    .filter(({ level }) => level > 1)
    .map((one) => ({ ...one, level: one.level - 1 }));
  return { afterSeconds: (last.afterSeconds || 0) + LATER_SECONDS, requirements };
}

/** Index of the first ring that does not begin after the one before it, or null. */
export function unorderedRing(rings: readonly Ring[]): number | null {
  const index = rings.findIndex((ring, at) => at > 0 && ring.afterSeconds <= (rings[at - 1]?.afterSeconds ?? 0));
  return index === -1 ? null : index;
}

/** Parts of the sentence about rings; the language puts them together. */
export interface RingWords {
  readonly start: string;
  readonly after: (time: string) => string;
  readonly everybody: string;
  readonly least: (skill: string, level: number) => string;
  readonly duration: (seconds: number) => string;
  readonly list: (parts: readonly string[]) => string;
}

/** "From the start: Cards ≥ 3; after 2 minutes: Cards ≥ 1" */
export function ringsText(rings: readonly Ring[], names: ReadonlyMap<string, string>, words: RingWords): string {
  return rings
    .map(({ afterSeconds, requirements }) => {
      const when = afterSeconds === 0 ? words.start : words.after(words.duration(afterSeconds || 0));
      const who =
        requirements.length === 0
          ? words.everybody
          : words.list(requirements.map(({ skillId, level }) => words.least(names.get(skillId) ?? '?', level)));
      return `${when}: ${who}`;
    })
    .join('; ');
}
