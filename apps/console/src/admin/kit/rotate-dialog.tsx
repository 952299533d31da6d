import { useState } from 'react';
import { Confirm } from './confirm.tsx';
import { RefusalNote } from './form-frame.tsx';
import { Labelled } from './labelled.tsx';
import { useAdmin } from './texts.ts';
import { useAct } from './use-act.ts';

interface RotateDialogProps {
  readonly name: string;
  readonly text: string;
  readonly onRotate: (overlapHours: number) => Promise<void>;
  readonly onClose: () => void;
}

const HOURS = [24, 72, 168, 1, 0] as const;

/** Makes a new secret; the old one stays good for as long as it takes to bring the new one everywhere. */
export function RotateDialog({ name, text, onRotate, onClose }: RotateDialogProps) {
  const { a, formats } = useAdmin();
  const [hours, setHours] = useState(24);
  const act = useAct();
  return (
    <Confirm
      title={a('rotate.title', { name })}
      submit={a('rotate.submit')}
      harmless={hours > 0}
      busy={act.busy}
      onClose={onClose}
      onSubmit={() => void act.run(() => onRotate(hours))}
    >
      <p>{text}</p>
      <Labelled label={a('rotate.overlap')} hint={hours === 0 ? a('rotate.now.hint') : a('rotate.overlap.hint')}>
        {(control) => (
          <select
            {...control}
            className="as-field"
            value={hours}
            onChange={(event) => setHours(Number(event.target.value))}
          >
            {HOURS.map((one) => (
              <option key={one} value={one}>
                {one === 0 ? a('rotate.now') : formats.duration(one * 3600)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
    </Confirm>
  );
}
