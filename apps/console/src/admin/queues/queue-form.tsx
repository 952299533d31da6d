import type { BusinessHours, QueueSettings, Skill, Webhook } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { AdminLink } from '../kit/admin-link.tsx';
import { DeleteButton } from '../kit/delete-button.tsx';
import { CheckRow, NumberRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { Group } from '../kit/group.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useForm } from '../kit/use-form.ts';
import { useKept } from '../kit/use-lists.ts';
import { NEW_QUEUE, type QueueValues, unorderedRing } from './queue-model.ts';
import { RingsEditor } from './rings-editor.tsx';
import { ServingGroup } from './serving-group.tsx';
import { WaitingGroup } from './waiting-group.tsx';

export interface QueueFormProps {
  readonly queue: QueueSettings | null;
  readonly queues: readonly QueueSettings[];
  readonly skills: readonly Skill[];
  readonly hours: readonly BusinessHours[];
  readonly webhooks: readonly Webhook[];
}

export function QueueForm({ queue, queues, skills, hours, webhooks }: QueueFormProps) {
  const { a } = useAdmin();
  const { client, go, notices, cache } = useConsole();
  const kept = useKept('queues');
  const [id] = useState(() => queue?.id ?? crypto.randomUUID());
  const form = useForm<QueueValues>({
    at: `queues/${queue?.id ?? 'new'}`,
    what: queue?.name ?? a('queues.add'),
    base: queue ? withoutId(queue) : NEW_QUEUE,
    check({ name, rings }) {
      const ring = unorderedRing(rings);
      return {
        ...(name.trim() === '' && { name: a('form.required') }),
        ...(ring !== null && { [`rings/${ring}`]: a('rings.unordered') }),
      };
    },
    async save(body) {
      const saved = await client.call('saveQueue', { params: { id }, body });
      // Another queue may have been the default until now.
      if (saved.isDefault && !queue?.isDefault) cache.delete('admin-queues');
      else kept.put(saved);
      notices.show('success', () => a('form.saved', { name: saved.name }));
      go.openPage('admin', 'queues', true);
    },
  });
  const others = queues.filter((one) => one.id !== id);
  const users = others.filter(({ overflow }) => overflow?.queueId === id);
  return (
    <FormFrame
      form={form}
      label={queue?.name ?? a('queues.add')}
      fresh={queue === null}
      list="queues"
      more={
        queue &&
        !queue.isDefault && (
          <DeleteButton
            name={queue.name}
            text={a('queues.delete.text')}
            usedBy={users.map((one) => ({
              id: one.id,
              link: <AdminLink to={`queues/${one.id}`}>{a('queues.overflow.of', { name: one.name })}</AdminLink>,
            }))}
            onDelete={async () => {
              await client.call('deleteQueue', { params: { id } });
              form.discard();
              kept.remove(id);
              go.openPage('admin', 'queues', true);
            }}
          />
        )
      }
    >
      <Group title={a('queues.basics')}>
        <TextRow form={form} at="name" label={a('common.name')} hint={a('queues.name.hint')} maxLength={80} />
        <NumberRow
          form={form}
          at="priority"
          label={a('queues.priority')}
          hint={a('queues.priority.hint')}
          min={0}
          max={9}
        />
        <CheckRow
          form={form}
          at="isDefault"
          label={a('queues.default')}
          hint={a(queue?.isDefault ? 'queues.default.is' : 'queues.default.hint')}
          disabled={queue?.isDefault ?? false}
        />
      </Group>
      <RingsEditor form={form} skills={skills} />
      <WaitingGroup form={form} hours={hours} others={others} />
      <ServingGroup form={form} webhooks={webhooks} />
    </FormFrame>
  );
}

function withoutId({ id: _, ...values }: QueueSettings): QueueValues {
  return values;
}
