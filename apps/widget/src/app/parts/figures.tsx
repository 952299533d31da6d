/** @jsxImportSource preact */
import { MARK } from '@alongside/design';

/** The mark as the state of the wait: the customer stands there; the one beside them is still an outline. */
export function Figures({ calm }: { calm: boolean }) {
  return (
    <svg class={calm ? 'figures calm' : 'figures'} viewBox={MARK.viewBox} aria-hidden="true" focusable="false">
      <path class="figure-you" d={MARK.left} />
      <path class="figure-them" d={MARK.right} />
    </svg>
  );
}
