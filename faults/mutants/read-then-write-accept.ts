import type { Mutant } from '../src/mutant.ts';

export const readThenWriteAccept: Mutant = {
  name: 'read-then-write accept',
  row: 'F15',
  edits: [
    {
      file: 'packages/store/src/contacts/transitions.ts',
      find: `export const pick = transition({ set: startedBy('$3'), where: \`state = 'waiting'\``,
      replace: `export const pick = transition({ set: startedBy('$3'), where: 'true'`,
    },
    {
      file: 'packages/domain/src/contacts/commands/take-contact.ts',
      find: 'const change = await tx.contacts.pick(input.contactId, actor.agentId);',
      replace: `const seen = await tx.contacts.get(input.contactId);
    if (seen?.state !== 'waiting') throw await whyNot(tx, input.contactId, 'contact_taken');
    const change = await tx.contacts.pick(input.contactId, actor.agentId);`,
    },
  ],
};
