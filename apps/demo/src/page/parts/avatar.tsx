/** @jsxImportSource preact */

/** A person's initials. The name itself stands beside it. */
export function Avatar({ name }: { name: string }) {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word));
  const initials = [words[0], words.length > 1 ? words.at(-1) : ''].map((word) => word?.slice(0, 1) ?? '').join('');
  return (
    <span class="avatar" aria-hidden="true">
      {initials}
    </span>
  );
}
