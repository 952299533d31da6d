/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type Props = {
  readonly label: string;
  readonly look: 'sheet' | 'full';
  /** Escape, or a tap beside it. */
  onLeave(): void;
  readonly children: ComponentChildren;
};

/** A modal dialog of the browser's own: it keeps the focus, and gives it back. */
export function Dialog({ label, look, onLeave, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard leaves by Escape, which `cancel` hears.
    <dialog
      ref={element}
      class={`dialog ${look}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onLeave();
      }}
      onClick={(event) => {
        if (event.target === element.current) onLeave();
      }}
    >
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
