import type { AgentSettings, Skill } from '@alongside/protocol';
import { UsersRound } from 'lucide-react';
import { useMemo } from 'react';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';
import { NewPerson } from './new-person.tsx';
import { PersonForm } from './person-form.tsx';
import { byName } from './person-model.ts';

/** Everybody who may sign in. */
export function PeopleSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const people = useList<AgentSettings>('people');
  const skills = useList<Skill>('skills');
  const person = people.data?.find((one) => one.id === id);
  return (
    <AdminFrame section="people" thing={id === null ? null : (person?.name ?? a('people.add'))}>
      <Loaded of={{ people, skills }}>
        {(data) => {
          if (id === 'new') return <NewPerson />;
          if (id === null) return <PeopleList people={data.people} skills={data.skills} />;
          return person ? <PersonForm person={person} skills={data.skills} /> : <Missing section="people" />;
        }}
      </Loaded>
    </AdminFrame>
  );
}

function PeopleList({
  people,
  skills,
}: {
  readonly people: readonly AgentSettings[];
  readonly skills: readonly Skill[];
}) {
  const { a, t } = useAdmin();
  const things = useMemo(() => {
    const names = new Map(skills.map(({ id, name }) => [id, name]));
    return byName(people, t.locale).map((person) => ({
      id: person.id,
      name: person.name,
      muted: person.disabled,
      facts: [person.email, ...person.skills.map(({ skillId, level }) => `${names.get(skillId) ?? '?'} ${level}`)].join(
        ' · ',
      ),
      words: person.staffNumber ?? '',
      tags: [
        ...(person.disabled ? [a('people.tag.disabled')] : []),
        ...(person.outOfOffice ? [a('people.tag.away')] : []),
        a(`role.${person.role}`),
      ],
    }));
  }, [people, skills, a, t]);
  return (
    <ThingList
      section="people"
      icon={UsersRound}
      label={a('section.people')}
      add={a('people.add')}
      empty={{ title: a('people.empty'), text: a('people.empty.text') }}
      things={things}
    />
  );
}
