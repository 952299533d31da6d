import { CopyButton } from '../../details/copy-button.tsx';

interface CopyListProps {
  /** Each under its name; null is still asked for. */
  readonly values: readonly { readonly name: string; readonly value: string | null }[];
}

/** Values that are carried elsewhere, each with its button. */
export function CopyList({ values }: CopyListProps) {
  return (
    <dl className="secrets">
      {values.map(({ name, value }) => (
        <div key={name} className="secret">
          <dt className="as-label">{name}</dt>
          <dd>
            <code className="secret-value">{value ?? '…'}</code>
            {value !== null && <CopyButton what={name} text={value} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
