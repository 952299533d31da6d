/** @jsxImportSource preact */
import { useEffect, useId, useRef } from 'preact/hooks';

type Props = {
  title: string;
  text: string;
  /** The safe choice; has the focus first. */
  stay: string;
  go: string;
  onStay: () => void;
  onGo: () => void;
};

/** Asks before something that cannot be undone. The browser's own dialog keeps the focus inside and Escape means to stay. */
export function Confirm({ title, text, stay, go, onStay, onGo }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="confirm"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onStay();
      }}
    >
      <h2 id={`${id}-title`}>{title}</h2>
      <p id={`${id}-text`}>{text}</p>
      <div class="confirm-choices">
        <button type="button" class="as-button as-button-main" onClick={onStay}>
          {stay}
        </button>
        <button type="button" class="as-button" onClick={onGo}>
          {go}
        </button>
      </div>
    </dialog>
  );
}
