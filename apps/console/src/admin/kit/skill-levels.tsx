import type { Skill, SkillLevel } from '@alongside/protocol';
import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { IconButton } from '../../ui/icon-button.tsx';
import { withAt, without } from './form-model.ts';
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
const FIRST_LEVEL = 3;

/** Skills, each with its level, and a way to add one. */
export function SkillLevels({ skills, levels, onLevels, of, least = false, empty }: SkillLevelsProps) {
  const { a } = useAdmin();
  const rest = skills.filter(({ id }) => !levels.some(({ skillId }) => skillId === id));
  const frame = useRef<HTMLDivElement>(null);
  const count = useRef(levels.length);
  useEffect(() => {
    const added = levels.length > count.current;
    count.current = levels.length;
    // With the last skill the button goes; the keyboard goes on at what was added.
    if (added && rest.length === 0) frame.current?.querySelector<HTMLElement>('.level:last-of-type select')?.focus();
  }, [levels.length, rest.length]);
  return (
    <div className="levels" ref={frame}>
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
        <MenuTrigger>
          <Button className="as-button dense" aria-label={a('levels.add.label', { of })}>
            <Plus size={16} aria-hidden="true" />
            {a('levels.add')}
          </Button>
          <Popover className="popover" placement="bottom start" offset={4}>
            <Menu className="menu" aria-label={a('levels.add.label', { of })}>
              {rest.map(({ id, name }) => (
                <MenuItem
                  key={id}
                  id={id}
                  className="menu-item"
                  onAction={() => onLevels([...levels, { skillId: id, level: FIRST_LEVEL }])}
                >
                  {name}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </div>
  );
}
