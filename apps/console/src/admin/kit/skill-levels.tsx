import type { Skill, SkillLevel } from '@alongside/protocol';
import { X } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { without, withAt } from './form-model.ts';
import { useAdmin } from './texts.ts';

interface SkillLevelsProps {
  readonly skills: readonly Skill[];
  readonly levels: readonly SkillLevel[];
  readonly onLevels: (levels: SkillLevel[]) => void;
  /** What the skills are of, for those who listen. */
  readonly of: string;
  /** A queue asks for a level or more; a person has just one. */
  readonly least?: boolean;
  readonly empty: string;
}

const LEVELS = [1, 2, 3, 4, 5] as const;

/** Skills, each with its level, and a way to add one. */
export function SkillLevels({ skills, levels, onLevels, of, least = false, empty }: SkillLevelsProps) {
  const { a } = useAdmin();
  const rest = skills.filter(({ id }) => !levels.some(({ skillId }) => skillId === id));
  return (
    <div className="levels">
      {levels.length === 0 && <span className="as-hint">{empty}</span>}
      {levels.map((entry, index) => {
        const name = skills.find(({ id }) => id === entry.skillId)?.name ?? '?';
        return (
          <span key={entry.skillId} className="level">
            <span className="level-name" dir="auto">
              {name}
            </span>
            {least && <span aria-hidden="true">≥</span>}
            <select
              className="as-field"
              aria-label={a(least ? 'levels.least' : 'levels.of', { skill: name, of })}
              value={entry.level}
              onChange={({ target }) => onLevels(withAt(levels, index, { ...entry, level: Number(target.value) }))}
            >
              {LEVELS.map((level) => (
                <option key={level} value={level}>
                  {level}
                </option>
              ))}
            </select>
            <IconButton
              icon={X}
              label={a('levels.remove', { skill: name, of })}
              onPress={() => onLevels(without(levels, index))}
            />
          </span>
        );
      })}
      {rest.length > 0 && (
        <select
          className="as-field level-add"
          aria-label={a('levels.add.label', { of })}
          value=""
          onChange={({ target }) => target.value && onLevels([...levels, { skillId: target.value, level: 3 }])}
        >
          <option value="">{a('levels.add')}</option>
          {rest.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}
