import type { AgentSettings, QueueSettings, Skill } from '@alongside/protocol';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { AdminLink } from '../kit/admin-link.tsx';
import { DeleteButton } from '../kit/delete-button.tsx';
import { AreaRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useForm } from '../kit/use-form.ts';
import { useKept, useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';

/** What agents know and queues ask for. */
export function SkillsSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const skills = useList<Skill>('skills');
  const queues = useList<QueueSettings>('queues');
  const people = useList<AgentSettings>('people');
  const skill = skills.data?.find((one) => one.id === id);
  return (
    <AdminFrame section="skills" thing={id === null ? null : (skill?.name ?? a('skills.add'))}>
      <Loaded of={{ skills, queues, people }}>
        {(data) => {
          if (id === 'new') return <SkillForm skill={null} queues={data.queues} />;
          if (id !== null)
            return skill ? <SkillForm skill={skill} queues={data.queues} /> : <Missing section="skills" />;
          const having = (skillId: string) =>
            data.people.filter(({ skills: own }) => own.some((level) => level.skillId === skillId)).length;
          return (
            <ThingList
              section="skills"
              icon={Sparkles}
              label={a('section.skills')}
              add={a('skills.add')}
              empty={{ title: a('skills.empty'), text: a('skills.empty.text') }}
              things={data.skills.map(({ id: skillId, name, description }) => ({
                id: skillId,
                name,
                facts: [description, a('skills.people', { count: having(skillId) })].filter(Boolean).join(' · '),
              }))}
            />
          );
        }}
      </Loaded>
    </AdminFrame>
  );
}

interface SkillFormProps {
  readonly skill: Skill | null;
  readonly queues: readonly QueueSettings[];
}

function SkillForm({ skill, queues }: SkillFormProps) {
  const { a } = useAdmin();
  const { client, go, notices } = useConsole();
  const kept = useKept('skills');
  const [id] = useState(() => skill?.id ?? crypto.randomUUID());
  const form = useForm({
    at: `skills/${skill?.id ?? 'new'}`,
    what: skill?.name ?? a('skills.add'),
    base: { name: skill?.name ?? '', description: skill?.description ?? '' },
    check: ({ name }) => (name.trim() === '' ? { name: a('form.required') } : {}),
    async save(body) {
      const saved = await client.call('saveSkill', { params: { id }, body });
      kept.put(saved);
      notices.show('success', () => a('form.saved', { name: saved.name }));
      go.openPage('admin', 'skills', true);
    },
  });
  const users = queues.filter(({ rings }) =>
    rings.some(({ requirements }) => requirements.some(({ skillId }) => skillId === id)),
  );
  return (
    <FormFrame
      form={form}
      label={skill?.name ?? a('skills.add')}
      fresh={skill === null}
      list="skills"
      more={
        skill && (
          <DeleteButton
            name={skill.name}
            text={a('skills.delete.text')}
            usedBy={users.map((queue) => ({
              id: queue.id,
              link: <AdminLink to={`queues/${queue.id}`}>{queue.name}</AdminLink>,
            }))}
            onDelete={async () => {
              await client.call('deleteSkill', { params: { id } });
              form.discard();
              kept.remove(id);
              go.openPage('admin', 'skills', true);
            }}
          />
        )
      }
    >
      <TextRow form={form} at="name" label={a('common.name')} maxLength={80} hint={a('skills.name.hint')} />
      <AreaRow form={form} at="description" label={a('common.description')} maxLength={400} />
    </FormFrame>
  );
}
