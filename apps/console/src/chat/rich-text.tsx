import { linkify } from './linkify.ts';

/** A message's text: as it was written, with its line breaks; addresses can be followed. Never markup. */
export function RichText({ text }: { readonly text: string }) {
  return (
    <p className="text" dir="auto">
      {linkify(text).map(({ text: piece, href }, index) =>
        href === null ? (
          piece
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the text of a message never changes.
          <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
            {piece}
          </a>
        ),
      )}
    </p>
  );
}
