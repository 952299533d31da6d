import type { AgentSettings, Skill } from '@alongside/protocol';
import { useConsole } from '../../hooks/use-console.ts';
import { AdminLink } from '../kit/admin-link.tsx';
import { CheckRow, NumberField, NumberRow, SelectRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { changesOf } from '../kit/form-model.ts';
import { Group } from '../kit/group.tsx';
import { Labelled } from '../kit/labelled.tsx';
import { SkillLevels } from '../kit/skill-levels.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useForm } from '../kit/use-form.ts';
import { useKept } from '../kit/use-lists.ts';
import { KINDS } from '../weights/kinds.ts';
import { type PersonValues, settingsOf, valuesOf, withLimit } from './person-model.ts';
import { SetPassword } from './set-password.tsx';
import { useRoles } from './use-roles.ts';

interface PersonFormProps {
  readonly person: AgentSettings;
  readonly skills: readonly Skill[];
}

export function PersonForm({ person, skills }: PersonFormProps) {
  const { a } = useAdmin();
  const { client, go, notices } = useConsole();
  const kept = useKept('people');
  const roles = useRoles();
  const base = valuesOf(person);
  const params = { id: person.id };
  const form = useForm<PersonValues>({
    at: `people/${person.id}`,
    what: person.name,
    base,
    check: ({ name, email }) => ({
      ...(name.trim() === '' && { name: a('form.required') }),
      ...(!/^[^\s@]+@[^\s@]+$/.test(email.trim()) && { email: a('people.email.wrong') }),
    }),
    async save(values) {
      const body = changesOf(settingsOf(base), settingsOf(values));
      if (Object.keys(body).length > 0) kept.put(await client.call('updateAgentSettings', { params, body }));
      notices.show('success', () => a('form.saved', { name: values.name }));
      go.openPage('admin', 'people', true);
    },
  });
  const { value } = form;
  return (
    <FormFrame form={form} label={person.name} list="people" more={<SetPassword person={person} />}>
      {person.outOfOffice && <p className="as-hint">{a('people.away', { message: person.outOfOffice.message })}</p>}
      <Group title={a('people.who')}>
        <TextRow form={form} at="name" label={a('common.name')} hint={a('people.name.hint')} maxLength={120} />
        <TextRow form={form} at="email" label={a('people.email')} type="email" maxLength={254} />
        <SelectRow form={form} at="role" label={a('people.role')} hint={a(`role.${value.role}.hint`)} choices={roles} />
        <TextRow
          form={form}
          at="staffNumber"
          label={a('people.staff')}
          hint={a('people.staff.hint')}
          maxLength={64}
          spellCheck={false}
        />
      </Group>
      <Group title={a('people.work')}>
        <NumberRow
          form={form}
          at="capacity"
          label={a('people.capacity')}
          hint={
            <>
              {a('people.capacity.hint')} <AdminLink to="weights">{a('section.weights')}</AdminLink>
            </>
          }
          min={0}
          max={1000}
        />
        <div className="columns">
          {KINDS.map((kind) => (
            <Labelled
              key={kind}
              label={a('people.limit', { kind: a(`kind.${kind}`) })}
              fault={form.fault(`limits/${kind}`)}
            >
              {(control) => (
                <NumberField
                  {...control}
                  min={0}
                  max={50}
                  placeholder={a('people.limit.none')}
                  value={value.limits[kind] ?? Number.NaN}
                  onNumber={(most) => form.set({ limits: withLimit(value.limits, kind, most) })}
                />
              )}
            </Labelled>
          ))}
        </div>
      </Group>
      <Group title={a('section.skills')} text={a('people.skills.hint')}>
        <SkillLevels
          skills={skills}
          levels={value.skills}
          of={person.name}
          empty={a(skills.length === 0 ? 'people.skills.unknown' : 'people.skills.none')}
          onLevels={(levels) => form.set({ skills: levels })}
        />
        {form.fault('skills') !== null && <p className="field-error">{form.fault('skills')}</p>}
      </Group>
      <Group title={a('people.access')}>
        <CheckRow form={form} at="disabled" label={a('people.disabled')} hint={a('people.disabled.hint')} />
        {value.disabled && !person.disabled && (
          <p className="caution" role="alert">
            {a('people.disabled.warning', { name: person.name })}
          </p>
        )}
      </Group>
    </FormFrame>
  );
}
