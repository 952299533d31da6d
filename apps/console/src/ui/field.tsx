import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';

interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | null;
  /** Beside the input, inside its frame. */
  readonly end?: ReactNode;
  /** A word of a machine, not of a language: nothing corrects or capitalises it. */
  readonly verbatim?: boolean;
}

/** A line to fill in, with its label, a hint and what is wrong with it. */
export function Field({ label, hint, error, end, verbatim = false, ...props }: FieldProps) {
  return (
    <TextField {...props} className="field" isInvalid={error != null} validationBehavior="aria">
      <Label className="as-label">{label}</Label>
      <div className="field-line">
        <Input className="as-field" {...(verbatim ? { autoCapitalize: 'none', spellCheck: false } : {})} />
        {end}
      </div>
      {hint && (
        <Text slot="description" className="as-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
