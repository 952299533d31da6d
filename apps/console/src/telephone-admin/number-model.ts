import type { PhoneNumber } from '@alongside/protocol';
import type { Faults } from '../admin/kit/form-model.ts';
import { e164Of } from './lines.ts';
import type { TelephoneTexts } from './telephone-texts.ts';

export interface NumberValues {
  readonly number: string;
  readonly queueId: string;
  readonly greets: boolean;
  /** null: none is chosen yet. */
  readonly greeting: string | null;
  readonly menu: PhoneNumber['menu'];
  readonly waits: boolean;
  /** null: a tune of our own. */
  readonly music: string | null;
  readonly position: boolean;
  readonly takesMessages: boolean;
  /** null: the tone alone. */
  readonly messageGreeting: string | null;
  readonly messageSeconds: number;
}

export const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#'] as const;
/** What the server takes. */
export const MESSAGE = { least: 10, most: 600, first: 120 } as const;

export const valuesOf = (number: PhoneNumber | null, firstQueue: string): NumberValues => ({
  number: number?.number ?? '',
  queueId: number?.queueId ?? firstQueue,
  greets: number !== null && number.greeting !== null,
  greeting: number?.greeting ?? null,
  menu: number?.menu ?? [],
  waits: Boolean(number?.waiting),
  music: number?.waiting?.music ?? null,
  position: number?.waiting?.position ?? false,
  takesMessages: Boolean(number?.voicemail),
  messageGreeting: number?.voicemail?.greeting ?? null,
  messageSeconds: number?.voicemail?.maxSeconds ?? MESSAGE.first,
});

/** What a number has that this form does not know of stays as it is. */
export function bodyOf(before: PhoneNumber | null, values: NumberValues) {
  const { number: _, ...rest } = before ?? { number: '' };
  const { queueId, greets, greeting, menu, waits, music, position, takesMessages } = values;
  return {
    ...rest,
    queueId,
    greeting: greets ? greeting : null,
    // Keys are pressed during a greeting: without one there is nothing to press them at.
    menu: greets ? [...menu] : [],
    waiting: waits ? { music, position } : null,
    voicemail: takesMessages ? { greeting: values.messageGreeting, maxSeconds: values.messageSeconds } : null,
  };
}

export function faultsOf(
  { number, greets, greeting, menu, takesMessages, messageSeconds }: NumberValues,
  { isNew, taken }: { readonly isNew: boolean; readonly taken: readonly string[] },
  texts: TelephoneTexts,
): Faults {
  const bare = e164Of(number);
  return {
    ...(isNew && bare === null && { number: texts('number.wrong') }),
    ...(isNew && bare !== null && taken.includes(bare) && { number: texts('numbers.number.taken') }),
    ...(greets && greeting === null && { greeting: texts('numbers.greeting.sound.needed') }),
    ...(greets && new Set(menu.map(({ digit }) => digit)).size < menu.length && { menu: texts('numbers.menu.twice') }),
    ...(takesMessages &&
      !(messageSeconds >= MESSAGE.least && messageSeconds <= MESSAGE.most) && {
        messageSeconds: texts('numbers.message.seconds.wrong'),
      }),
  };
}
