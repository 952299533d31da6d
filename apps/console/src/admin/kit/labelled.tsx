import { type ReactNode, useId } from 'react';

/** What ties a control to its label, its hint and its fault. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
}

interface LabelledProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly fault?: string | null;
  readonly children: (control: ControlProps) => ReactNode;
}

/** A control with its label above, and its hint or fault below. */
export function Labelled({ label, hint, fault = null, children }: LabelledProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, fault !== null && `${id}-fault`].filter(Boolean).join(' ');
  return (
    <div className="form-row">
      <label className="as-label" htmlFor={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': fault === null ? undefined : true })}
      {fault !== null && (
        <p className="field-error" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {hint && (
        <p className="as-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
