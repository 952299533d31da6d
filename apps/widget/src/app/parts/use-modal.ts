import { useEffect, useRef } from 'preact/hooks';

/** The browser's own dialog, open while it is drawn: it keeps the focus inside and gives it back afterwards. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return dialog;
}
