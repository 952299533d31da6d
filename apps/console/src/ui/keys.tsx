/** Keys that are pressed together. */
export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <span className="keys" dir="ltr">
      {keys.map((key) => (
        <kbd key={key} className="key">
          {key}
        </kbd>
      ))}
    </span>
  );
}
