import type { AgentSettings, KindLimits, SkillLevel } from '@alongside/protocol';
import type { KINDS } from '../weights/kinds.ts';

/** A person as the form holds them; out of office is their own matter. */
export interface PersonValues {
  readonly name: string;
  readonly email: string;
  readonly role: AgentSettings['role'];
  readonly staffNumber: string;
  readonly disabled: boolean;
  readonly capacity: number;
  readonly limits: KindLimits;
  readonly skills: readonly SkillLevel[];
}

export const valuesOf = ({ id: _, outOfOffice: __, staffNumber, ...rest }: AgentSettings): PersonValues => ({
  ...rest,
  staffNumber: staffNumber ?? '',
});

/** Back to what the server takes. */
export const settingsOf = ({ staffNumber, skills, ...rest }: PersonValues) => ({
  ...rest,
  name: rest.name.trim(),
  email: rest.email.trim(),
  staffNumber: staffNumber.trim() === '' ? null : staffNumber.trim(),
  skills: [...skills],
});

/** With a limit for a kind, or without one. */
export function withLimit(limits: KindLimits, kind: (typeof KINDS)[number], most: number | null): KindLimits {
  const { [kind]: _, ...rest } = limits;
  return most === null || Number.isNaN(most) ? rest : { ...rest, [kind]: most };
}

/** People whose page is opened most stand first: who can sign in, by name. */
export const byName = (people: readonly AgentSettings[], locale: string): AgentSettings[] => {
  const order = new Intl.Collator(locale);
  return [...people].sort(
    (one, other) => Number(one.disabled) - Number(other.disabled) || order.compare(one.name, other.name),
  );
};
