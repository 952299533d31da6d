import type { ReactNode } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { SECTIONS, type SectionName } from '../sections.ts';
import { FormFrame } from './form-frame.tsx';
import type { Faults } from './form-model.ts';
import { useAdmin } from './texts.ts';
import { type Form, useForm } from './use-form.ts';

interface SettingsFormProps<T extends object> {
  readonly section: SectionName;
  readonly base: T;
  readonly check?: (value: T) => Faults;
  readonly save: (value: T) => Promise<void>;
  /** What is said once it is saved; by default that it is. */
  readonly saved?: () => string;
  readonly children: (form: Form<T>) => ReactNode;
}

/** The one form of a section that is nothing but settings. */
export function SettingsForm<T extends object>(props: SettingsFormProps<T>) {
  const { section, base, check, save, saved, children } = props;
  const { a } = useAdmin();
  const { notices } = useConsole();
  const name = a(SECTIONS[section].name);
  const form = useForm<T>({
    at: section,
    what: name,
    base,
    ...(check && { check }),
    async save(value) {
      await save(value);
      notices.show('success', saved ?? (() => a('form.saved.plain')));
    },
  });
  return (
    <FormFrame form={form} label={name}>
      {children(form)}
    </FormFrame>
  );
}
