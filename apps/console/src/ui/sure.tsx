interface SureProps {
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asked in place before something is gone for good. */
export function Sure({ question, yes, no, onYes, onNo }: SureProps) {
  return (
    <fieldset className="sure">
      <legend className="as-hint">{question}</legend>
      <button type="button" className="as-button as-button-danger dense" onClick={onYes}>
        {yes}
      </button>
      <button
        type="button"
        className="as-button dense"
        // biome-ignore lint/a11y/noAutofocus: the harmless answer has the keyboard.
        autoFocus
        onClick={onNo}
      >
        {no}
      </button>
    </fieldset>
  );
}
