/** @jsxImportSource preact */
import { useId } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly text: string;
  readonly on: boolean;
  onChange(on: boolean): void;
};

export function Switch({ label, text, on, onChange }: Props) {
  const id = useId();
  return (
    <div class="switch-row">
      <span class="row-text">
        <label for={id}>
          <strong>{label}</strong>
        </label>
        <span class="quiet" id={`${id}-text`}>
          {text}
        </span>
      </span>
      <input
        id={id}
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is checked.
        role="switch"
        class="switch"
        checked={on}
        aria-describedby={`${id}-text`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}
