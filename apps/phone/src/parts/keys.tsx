const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;
const LETTERS: Readonly<Record<string, string>> = {
  2: 'ABC',
  3: 'DEF',
  4: 'GHI',
  5: 'JKL',
  6: 'MNO',
  7: 'PQRS',
  8: 'TUV',
  9: 'WXYZ',
  0: '+',
};

/** The twelve keys of a telephone. */
export function Keys({ onPress }: { readonly onPress: (key: string) => void }) {
  return (
    <div className="keys">
      {KEYS.map((key) => (
        <button key={key} type="button" onClick={() => onPress(key)}>
          {key}
          <small aria-hidden>{LETTERS[key] ?? ' '}</small>
        </button>
      ))}
    </div>
  );
}
