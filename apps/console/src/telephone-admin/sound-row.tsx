import type { CallSound } from '@alongside/protocol';
import { AdminLink } from '../admin/kit/admin-link.tsx';
import { SelectRow } from '../admin/kit/fields.tsx';
import type { Form } from '../admin/kit/use-form.ts';
import type { NumberValues } from './number-model.ts';
import { soundChoices } from './sound-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

interface SoundRowProps {
  readonly form: Form<NumberValues>;
  readonly at: 'greeting' | 'music' | 'messageGreeting';
  readonly label: string;
  /** What it is without one. */
  readonly none: string;
  readonly sounds: readonly CallSound[];
}

/** One of the company's sounds, and the way to where they are brought in. */
export function SoundRow({ form, at, label, none, sounds }: SoundRowProps) {
  const texts = useTelephoneTexts();
  const choices = soundChoices(sounds, form.value[at], texts);
  return (
    <SelectRow
      form={form}
      at={at}
      label={label}
      none={none}
      choices={choices}
      hint={
        <>
          {choices.length === 0 && `${texts('sound.none')} `}
          <AdminLink to="sounds">{texts('sound.manage')}</AdminLink>
        </>
      }
    />
  );
}
