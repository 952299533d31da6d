import type { ChannelConfig, FieldDefinition } from '@alongside/protocol';

/** Answers to questions, by ident. The answer to a list or tree is the name of a node. */
export type Answers = Readonly<Record<string, string>>;

/** Why an answer will not do; the app chooses the words. */
export type FormFlaw = 'missing' | 'no_email' | 'no_choice' | 'too_long';

const LONGEST = 1024;
const EMAIL = /^\S+@\S+\.\S+$/;

/** What is wrong with these answers to a form, by ident; empty: nothing. Without a form nothing can be. */
export function flawsOf(form: ChannelConfig['preContactForm'], answers: Answers): Readonly<Record<string, FormFlaw>> {
  const flaws: Record<string, FormFlaw> = {};
  for (const question of form?.fields ?? []) {
    const flaw = flawOf(question, answers[question.ident]?.trim() ?? '');
    if (flaw) flaws[question.ident] = flaw;
  }
  return flaws;
}

function flawOf({ required, type, values }: FieldDefinition, answer: string): FormFlaw | null {
  if (answer === '') return required ? 'missing' : null;
  if (answer.length > LONGEST) return 'too_long';
  if (type === 'email' && !EMAIL.test(answer)) return 'no_email';
  const chosen = type === 'list' || type === 'tree';
  return chosen && !values.some(({ name }) => name === answer) ? 'no_choice' : null;
}
