import type { Ring, Skill } from '@alongside/protocol';
import { useMemo } from 'react';
import { useAdmin } from '../kit/texts.ts';
import { ringsText } from './queue-model.ts';

/** Rings as a sentence in the reader's language. */
export function useRingsText(skills: readonly Skill[]): (rings: readonly Ring[]) => string {
  const { a, formats } = useAdmin();
  return useMemo(() => {
    const names = new Map(skills.map(({ id, name }) => [id, name]));
    const words = {
      start: a('rings.start'),
      after: (time: string) => a('rings.after', { time }),
      everybody: a('rings.everybody'),
      least: (skill: string, level: number) => a('rings.least', { skill, level }),
      duration: formats.duration,
      list: formats.list,
    };
    return (rings) => ringsText(rings, names, words);
  }, [skills, a, formats]);
}
