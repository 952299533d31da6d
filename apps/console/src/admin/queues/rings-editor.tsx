import type { Ring, Skill } from '@alongside/protocol';
import { Plus, X } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { AdminLink } from '../kit/admin-link.tsx';
import { Duration } from '../kit/duration.tsx';
import { withAt, without } from '../kit/form-model.ts';
import { Group } from '../kit/group.tsx';
import { SkillLevels } from '../kit/skill-levels.tsx';
import { useAdmin } from '../kit/texts.ts';
import type { Form } from '../kit/use-form.ts';
import { nextRing, type QueueValues } from './queue-model.ts';
import { useRingsText } from './use-rings-text.ts';

const MOST = 10;

interface RingsEditorProps {
  readonly form: Form<QueueValues>;
  readonly skills: readonly Skill[];
}

/** Who is rung, wider and wider the longer a contact waits. */
export function RingsEditor({ form, skills }: RingsEditorProps) {
  const { a } = useAdmin();
  const text = useRingsText(skills);
  const { rings } = form.value;
  const set = (next: Ring[]) => form.set({ rings: next });
  return (
    <Group title={a('queues.rings')} text={a('queues.rings.hint')}>
      <ol className="rings">
        {rings.map((ring, index) => {
          const fault = form.fault(`rings/${index}`);
          const number = index + 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a ring is its place in the order.
            <li key={index} className="ring">
              <div className="ring-when">
                {index === 0 ? (
                  <span>{a('rings.start')}</span>
                ) : (
                  <>
                    <span>{a('rings.after.word')}</span>
                    <Duration
                      seconds={ring.afterSeconds}
                      label={a('rings.when.label', { number })}
                      onSeconds={(afterSeconds) => set(withAt(rings, index, { ...ring, afterSeconds }))}
                    />
                    <IconButton
                      icon={X}
                      label={a('rings.remove', { number })}
                      onPress={() => set(without(rings, index))}
                    />
                  </>
                )}
              </div>
              <SkillLevels
                skills={skills}
                levels={ring.requirements}
                least
                of={a('rings.of', { number })}
                empty={a('rings.everybody')}
                onLevels={(requirements) => set(withAt(rings, index, { ...ring, requirements }))}
              />
              {fault !== null && (
                <p className="field-error" role="alert">
                  {fault}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      {rings.length < MOST && skills.length > 0 && (
        <button type="button" className="as-button dense" onClick={() => set([...rings, nextRing(rings)])}>
          <Plus size={16} aria-hidden="true" />
          {a('rings.add')}
        </button>
      )}
      {skills.length === 0 && (
        <p className="as-hint">
          {a('rings.noskills')} <AdminLink to="skills/new">{a('skills.add')}</AdminLink>
        </p>
      )}
      <p className="sentence">{text(rings)}</p>
    </Group>
  );
}
