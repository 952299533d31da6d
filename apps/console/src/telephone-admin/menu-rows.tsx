import type { QueueSettings } from '@alongside/protocol';
import { Plus, X } from 'lucide-react';
import { withAt, without } from '../admin/kit/form-model.ts';
import { Group } from '../admin/kit/group.tsx';
import type { Form } from '../admin/kit/use-form.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { KEYS, type NumberValues } from './number-model.ts';
import { useTelephoneTexts } from './telephone-texts.ts';

interface MenuRowsProps {
  readonly form: Form<NumberValues>;
  readonly queues: readonly QueueSettings[];
}

/** Which key leads where. */
export function MenuRows({ form, queues }: MenuRowsProps) {
  const texts = useTelephoneTexts();
  const { menu } = form.value;
  const free = KEYS.find((key) => !menu.some(({ digit }) => digit === key));
  const fault = form.fault('menu');
  return (
    <Group title={texts('numbers.menu')} text={texts('numbers.menu.text')}>
      {menu.length === 0 && <p className="as-hint">{texts('numbers.menu.none')}</p>}
      {menu.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has nothing of its own but its place; its key may be chosen anew.
        <div key={index} className="phone-key">
          <select
            className="as-field"
            aria-label={texts('numbers.menu.key')}
            aria-invalid={fault === null ? undefined : true}
            value={line.digit}
            onChange={({ target }) => form.set({ menu: withAt(menu, index, { ...line, digit: target.value }) })}
          >
            {KEYS.map((key) => (
              <option key={key} value={key}>
                {key}
              </option>
            ))}
          </select>
          <select
            className="as-field"
            aria-label={texts('numbers.menu.queue', { key: line.digit })}
            value={line.queueId}
            onChange={({ target }) => form.set({ menu: withAt(menu, index, { ...line, queueId: target.value }) })}
          >
            {queues.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <IconButton
            icon={X}
            label={texts('numbers.menu.remove', { key: line.digit })}
            onPress={() => form.set({ menu: without(menu, index) })}
          />
        </div>
      ))}
      {fault !== null && (
        <p className="field-error" role="alert">
          {fault}
        </p>
      )}
      {free !== undefined && (
        <button
          type="button"
          className="as-button dense"
          onClick={() => form.set({ menu: [...menu, { digit: free, queueId: queues[0]?.id ?? '' }] })}
        >
          <Plus size={16} aria-hidden="true" />
          {texts('numbers.menu.add')}
        </button>
      )}
    </Group>
  );
}
