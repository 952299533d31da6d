import { MARK, PRODUCT_NAME } from '@alongside/design';

/** The mark, in its two colours. */
export const Mark = ({ size }: { readonly size: number }) => (
  <svg className="mark" viewBox={MARK.viewBox} width={size} height={size} aria-hidden="true">
    <path className="mark-left" d={MARK.left} />
    <path className="mark-right" d={MARK.right} />
  </svg>
);

export const Logo = () => (
  <span className="logo">
    <Mark size={22} />
    {PRODUCT_NAME}
  </span>
);
