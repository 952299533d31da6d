/** A text that depends on a number, one form per plural category of its language (CLDR); `{count}` is that number. */
export type PluralText = { readonly [Category in Intl.LDMLPluralRule]?: string } & { readonly other: string };

/** One text: plain, with `{name}` placeholders, or plural. */
export type Message = string | PluralText;

/** All texts of one language. */
export type Catalogue = Readonly<Record<string, Message>>;

/** What every other language must offer: the same keys, plain where the original is plain, plural where it is plural. */
export type CatalogueLike<Original extends Catalogue> = {
  readonly [Key in keyof Original]: Original[Key] extends string ? string : PluralText;
};

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;
type NamesOf<M> = M extends string ? NamesIn<M> : M extends PluralText ? NamesIn<M['other']> | 'count' : never;

/** What may be put in a placeholder. Numbers are written the reader's way; strings go in as text, never as markup. */
export type Value = string | number;

type ValuesOf<M> = { readonly [Name in NamesOf<M>]: Name extends 'count' ? number : Value };

/** The arguments a message needs: none, or one object with exactly its placeholders. */
export type ValuesFor<M> = [NamesOf<M>] extends [never] ? [] : [values: ValuesOf<M>];

/** The names of the placeholders in a text, in order. */
export function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
}
