import type { ReactNode } from 'react';

interface GroupProps {
  readonly title: string;
  /** What the whole group is about, above its rows. */
  readonly text?: string;
  readonly children: ReactNode;
}

/** Rows of a form that belong together, under their title. */
export function Group({ title, text, children }: GroupProps) {
  return (
    <fieldset className="group">
      <legend className="group-title">{title}</legend>
      {text !== undefined && <p className="as-hint">{text}</p>}
      {children}
    </fieldset>
  );
}
