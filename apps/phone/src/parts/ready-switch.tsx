import { text } from '../messages/texts.ts';

export function ReadySwitch(props: { readonly ready: boolean | null; readonly onChange: (ready: boolean) => void }) {
  const { ready, onChange } = props;
  return (
    <button
      type="button"
      role="switch"
      className="ready"
      aria-checked={ready === true}
      aria-label={text('ready.label')}
      disabled={ready === null}
      onClick={() => onChange(!ready)}
    >
      <span className="dot" aria-hidden />
      {text(ready ? 'ready.on' : 'ready.off')}
    </button>
  );
}
