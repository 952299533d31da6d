import type { AgentSettings } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { SelectRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { SecretDialog } from '../kit/secret-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useForm } from '../kit/use-form.ts';
import { firstPassword } from './password.ts';
import { useRoles } from './use-roles.ts';

interface Values {
  readonly name: string;
  readonly email: string;
  readonly role: AgentSettings['role'];
}

/** Adds a person; their first password is made here and shown once. */
export function NewPerson() {
  const { a } = useAdmin();
  const { client, go, cache } = useConsole();
  const roles = useRoles();
  const [made, setMade] = useState<{ id: string; name: string; email: string; password: string } | null>(null);
  const form = useForm<Values>({
    at: 'people/new',
    what: a('people.add'),
    base: { name: '', email: '', role: 'agent' },
    check: ({ name, email }) => ({
      ...(name.trim() === '' && { name: a('form.required') }),
      ...(!/^[^\s@]+@[^\s@]+$/.test(email.trim()) && { email: a('people.email.wrong') }),
    }),
    async save({ name, email, role }) {
      const password = firstPassword((bytes) => crypto.getRandomValues(bytes));
      const body = { name: name.trim(), email: email.trim(), role, password };
      const { id } = await client.call('createAgent', { body });
      setMade({ id, name: body.name, email: body.email, password });
    },
  });
  return (
    <>
      <FormFrame form={form} label={a('people.add')} fresh list="people" submit={a('people.create')}>
        <TextRow form={form} at="name" label={a('common.name')} hint={a('people.name.hint')} maxLength={120} />
        <TextRow
          form={form}
          at="email"
          label={a('people.email')}
          hint={a('people.email.hint')}
          type="email"
          maxLength={254}
        />
        <SelectRow
          form={form}
          at="role"
          label={a('people.role')}
          hint={a(`role.${form.value.role}.hint`)}
          choices={roles}
        />
        <p className="as-hint">{a('people.password.later')}</p>
      </FormFrame>
      {made && (
        <SecretDialog
          title={a('people.password.title', { name: made.name })}
          text={a('people.password.text')}
          values={[
            { name: a('people.email'), value: made.email },
            { name: a('people.password'), value: made.password },
          ]}
          onClose={() => {
            cache.delete('admin-people');
            go.openPage('admin', `people/${made.id}`, true);
          }}
        />
      )}
    </>
  );
}
