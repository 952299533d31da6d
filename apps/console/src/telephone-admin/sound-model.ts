import type { CallSound, PhoneNumber } from '@alongside/protocol';
import type { Choice } from '../admin/kit/fields.tsx';
import type { Faults } from '../admin/kit/form-model.ts';
import { bodyOf, valuesOf } from './number-model.ts';
import type { TelephoneTexts } from './telephone-texts.ts';

export interface SoundValues {
  readonly name: string;
  /** Of the file that was chosen; empty: none. The file itself is kept beside the form. */
  readonly file: string;
}

const GOOD = /^[a-z0-9][a-z0-9._-]{0,79}$/;

/** The name that a file suggests: "Welcome (final).WAV" is welcome-final. */
export const nameFrom = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // Letters that are no others with a mark.
    .replaceAll('ı', 'i')
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 80);

export function faultsOf(
  { name, file }: SoundValues,
  { isNew, taken }: { readonly isNew: boolean; readonly taken: readonly string[] },
  texts: TelephoneTexts,
): Faults {
  const bare = name.trim();
  return {
    ...(isNew && file === '' && { file: texts('sound.file.needed') }),
    ...(!GOOD.test(bare) && { name: texts('sound.name.wrong') }),
    ...(taken.includes(bare) && { name: texts('sound.name.taken') }),
  };
}

export type Use = 'greeting' | 'music' | 'voicemail' | 'position';

/** Where callers of a number hear this sound. */
export function usesIn({ greeting, waiting, voicemail }: PhoneNumber, name: string): Use[] {
  return [
    ...(greeting === name ? (['greeting'] as const) : []),
    ...(waiting?.music === name ? (['music'] as const) : []),
    ...(waiting?.position && PLACE.test(name) ? (['position'] as const) : []),
    ...(voicemail?.greeting === name ? (['voicemail'] as const) : []),
  ];
}
const PLACE = /^position-[1-9][0-9]*$/;

/** Each number that plays it, with where. */
export const usersOf = (numbers: readonly PhoneNumber[], name: string) =>
  numbers
    .map((number) => ({ number: number.number, uses: usesIn(number, name) }))
    .filter(({ uses }) => uses.length > 0);

/** Numbers that name a sound, as they are saved once it is called otherwise. */
export function renamedIn(numbers: readonly PhoneNumber[], before: string, after: string) {
  const renamed = (name: string | null) => (name === before ? after : name);
  return numbers
    .filter((number) => usesIn(number, before).some((use) => use !== 'position'))
    .map((number) => {
      const { greeting, waiting, voicemail } = number;
      const body = {
        ...bodyOf(number, valuesOf(number, '')),
        greeting: renamed(greeting),
        ...(waiting && { waiting: { ...waiting, music: renamed(waiting.music) } }),
        ...(voicemail && { voicemail: { ...voicemail, greeting: renamed(voicemail.greeting) } }),
      };
      return { number: number.number, body };
    });
}

/** Sounds to choose from; what is chosen already stays in the list, also a file of the server's folder. */
export function soundChoices(sounds: readonly CallSound[], chosen: string | null, texts: TelephoneTexts): Choice[] {
  const names = sounds.map(({ name }) => name).filter((name) => !PLACE.test(name) || name === chosen);
  const choices = names.map((name) => ({ id: name, name }));
  return chosen === null || chosen === '' || names.includes(chosen)
    ? choices
    : [...choices, { id: chosen, name: texts('sound.elsewhere', { name: chosen }) }];
}

/** How many places are told, from the first without a gap: position-1, position-2, … */
export function placesTold(sounds: readonly CallSound[]): number {
  const names = new Set(sounds.map(({ name }) => name));
  let told = 0;
  while (names.has(`position-${told + 1}`)) told += 1;
  return told;
}
