import type { LucideIcon } from 'lucide-react';
import { Button, type ButtonProps } from 'react-aria-components/Button';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import { Keys } from './keys.tsx';

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'className'> {
  readonly icon: LucideIcon;
  /** Its name, and the tooltip's text. */
  readonly label: string;
  readonly keys?: readonly string[];
  readonly className?: string;
  /** The picture points along the reading direction. */
  readonly flips?: boolean;
}

/** A button with a picture only; its name is in the tooltip and read out. */
export function IconButton({ icon: Icon, label, keys, className = '', flips, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <Button {...props} aria-label={label} className={`icon-button ${className}`}>
        <Icon size={18} aria-hidden="true" className={flips ? 'as-flip' : ''} />
      </Button>
      <Tooltip className="tooltip" offset={6}>
        {label}
        {keys && <Keys keys={keys} />}
      </Tooltip>
    </TooltipTrigger>
  );
}
