import type { AgentDeskPhone, AgentSettings, Registrar } from '@alongside/protocol';

export interface PhoneOfAgent {
  readonly phone: AgentDeskPhone;
  readonly person: AgentSettings;
}

/** Each telephone with whose it is, by name; and who has none and may get one. */
export function sortPhones(phones: readonly AgentDeskPhone[], people: readonly AgentSettings[], locale: string) {
  const { compare } = new Intl.Collator(locale);
  const byName = [...people].sort((one, other) => compare(one.name, other.name));
  const phoneOf = new Map(phones.map((phone) => [phone.agentId, phone]));
  return {
    given: byName.flatMap((person): PhoneOfAgent[] => {
      const phone = phoneOf.get(person.id);
      return phone ? [{ phone, person }] : [];
    }),
    without: byName.filter(({ id, disabled }) => !disabled && !phoneOf.has(id)),
  };
}

/** `signed_out`: it has never signed in, was switched off, or the agent may not sign in any more. */
export const stateOf = ({ phone, person }: PhoneOfAgent): 'disabled' | 'registered' | 'signed_out' =>
  person.disabled ? 'disabled' : phone.registered ? 'registered' : 'signed_out';

/** The server's name or address as a telephone is told it: of a server that does not know, the one that this page was reached by. */
export const serverOf = ({ address }: Registrar, pageHost: string): string => address ?? pageHost;

/** The doors as a telephone's form asks for them: "UDP 5060". */
export const doorsOf = ({ doors }: Registrar): string[] =>
  doors.map(({ transport, port }) => `${transport.toUpperCase()} ${port}`);
