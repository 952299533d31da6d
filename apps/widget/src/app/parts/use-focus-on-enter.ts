import { useEffect, useRef } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';

/**
 * Gives an element the focus when its screen comes or the panel opens, but only where the focus is in the widget and on nothing: what the
 * customer is doing is never interrupted.
 * @param wanted false leaves the focus alone, as for a text field on a phone, whose keyboard would cover the screen
 */
export function useFocusOnEnter<T extends HTMLElement>(wanted = true) {
  const element = useRef<T>(null);
  const { ui } = useWidget();
  const open = useObservable(ui).view === 'open';
  useEffect(() => {
    const focus = () => {
      const current = document.activeElement;
      if (document.hasFocus() && (!current || current === document.body))
        element.current?.focus({ preventScroll: true });
    };
    if (!wanted || !open) return;
    focus();
    // The host page moves the focus into the frame a moment after it has shown it.
    window.addEventListener('focus', focus);
    return () => window.removeEventListener('focus', focus);
  }, [open, wanted]);
  return element;
}
