import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../i18n/use-language.ts';
import { Field } from './field.tsx';
import { IconButton } from './icon-button.tsx';

interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string;
  readonly error?: string | null;
}

/** A password that can be looked at while it is typed. */
export function PasswordField(props: PasswordFieldProps) {
  const t = useTexts();
  const [shown, show] = useState(false);
  return (
    <Field
      {...props}
      name="password"
      label={t('signin.password')}
      type={shown ? 'text' : 'password'}
      end={
        <IconButton
          icon={shown ? EyeOff : Eye}
          label={t(shown ? 'signin.password.hide' : 'signin.password.show')}
          onPress={() => show(!shown)}
        />
      }
    />
  );
}
