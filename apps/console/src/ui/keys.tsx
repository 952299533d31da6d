interface KeysProps {
  readonly keys: readonly string[];
  /** Beside a name that already says it: seen, not read out. */
  readonly silent?: boolean;
}

/** Keys that are pressed together. */
export function Keys({ keys, silent = false }: KeysProps) {
  return (
    <span className="keys" dir="ltr" aria-hidden={silent || undefined}>
      {keys.map((key) => (
        <kbd key={key} className="key">
          {key}
        </kbd>
      ))}
    </span>
  );
}
