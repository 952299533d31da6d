import type { BusinessHours, QueueSettings } from '@alongside/protocol';
import { Duration, DurationRow } from '../kit/duration.tsx';
import { AreaRow, Check, SelectRow } from '../kit/fields.tsx';
import { Group } from '../kit/group.tsx';
import { Labelled } from '../kit/labelled.tsx';
import { useAdmin } from '../kit/texts.ts';
import type { Form } from '../kit/use-form.ts';
import type { QueueValues } from './queue-model.ts';

interface WaitingGroupProps {
  readonly form: Form<QueueValues>;
  readonly hours: readonly BusinessHours[];
  /** Queues that it may flow over into. */
  readonly others: readonly QueueSettings[];
}

const FIRST = { maxWait: 1800, overflow: 300, callBack: 120 } as const;

/** When it takes contacts, and what becomes of those who wait long. */
export function WaitingGroup({ form, hours, others }: WaitingGroupProps) {
  const { a } = useAdmin();
  const { overflow, maxWaitSeconds } = form.value;
  const [first] = others;
  return (
    <Group title={a('queues.waiting')}>
      <SelectRow form={form} at="hoursId" label={a('section.hours')} none={a('queues.always')} choices={hours} />
      <DurationRow
        form={form}
        at="callBackAfterSeconds"
        label={a('queues.callback.after')}
        hint={a('queues.callback.hint')}
        optional={{ label: a('queues.callback'), first: FIRST.callBack }}
      />
      <Check
        label={a('queues.overflow')}
        hint={first ? undefined : a('queues.overflow.none')}
        disabled={!first}
        checked={overflow !== null}
        onChange={(on) =>
          form.set({ overflow: on && first ? { afterSeconds: FIRST.overflow, queueId: first.id } : null })
        }
      />
      {overflow && (
        <div className="under columns">
          <Labelled label={a('queues.overflow.to')} fault={form.fault('overflow/queueId')}>
            {(control) => (
              <select
                {...control}
                className="as-field"
                value={overflow.queueId}
                onChange={({ target }) => form.set({ overflow: { ...overflow, queueId: target.value } })}
              >
                {others.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
          <Labelled label={a('queues.overflow.after')} fault={form.fault('overflow/afterSeconds')}>
            {(control) => (
              <Duration
                control={control}
                label={a('queues.overflow.after')}
                seconds={overflow.afterSeconds}
                onSeconds={(afterSeconds) => form.set({ overflow: { ...overflow, afterSeconds } })}
              />
            )}
          </Labelled>
        </div>
      )}
      <DurationRow
        form={form}
        at="maxWaitSeconds"
        label={a('queues.maxwait.after')}
        hint={a('queues.maxwait.hint')}
        optional={{ label: a('queues.maxwait'), first: FIRST.maxWait }}
      />
      {maxWaitSeconds !== null && (
        <div className="under">
          <AreaRow
            form={form}
            at="maxWaitMessage"
            label={a('queues.maxwait.message')}
            hint={a('queues.maxwait.message.hint')}
            maxLength={1000}
            rows={2}
          />
        </div>
      )}
    </Group>
  );
}
