/** @jsxImportSource preact */
import { useMemo } from 'preact/hooks';
import { linkParts } from '../logic/links.ts';

/** A message's text with its addresses made into links, as nodes: markup in a message stays text. */
export function LinkedText({ text }: { text: string }) {
  const parts = useMemo(() => linkParts(text), [text]);
  return (
    <p class="text" dir="auto">
      {parts.map((part) =>
        part.href === null ? (
          part.text
        ) : (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ),
      )}
    </p>
  );
}
