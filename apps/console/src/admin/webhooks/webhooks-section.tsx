import type { Webhook } from '@alongside/protocol';
import { Webhook as Icon } from 'lucide-react';
import { useNow } from '../../hooks/use-now.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';
import { Deliveries } from './deliveries.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** Other systems that are told what happens. */
export function WebhooksSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const webhooks = useList<Webhook>('webhooks');
  const webhook = webhooks.data?.find((one) => one.id === id);
  const title = webhook ? webhook.description || new URL(webhook.url).host : a('webhooks.add');
  return (
    <AdminFrame section="webhooks" thing={id === null ? null : title}>
      <Loaded of={{ webhooks }}>
        {(data) => {
          if (id === null) return <WebhookList webhooks={data.webhooks} />;
          if (id === 'new') return <WebhookForm webhook={null} again={webhooks.again} />;
          if (!webhook) return <Missing section="webhooks" />;
          return (
            <>
              <WebhookForm webhook={webhook} again={webhooks.again} />
              <Deliveries webhook={webhook} again={webhooks.again} />
            </>
          );
        }}
      </Loaded>
    </AdminFrame>
  );
}

function WebhookList({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const { a, formats } = useAdmin();
  const now = useNow();
  return (
    <ThingList
      section="webhooks"
      icon={Icon}
      label={a('section.webhooks')}
      add={a('webhooks.add')}
      empty={{ title: a('webhooks.empty'), text: a('webhooks.empty.text') }}
      things={webhooks.map(({ id, url, description, events, enabled, dead, lastDeliveredAt }) => ({
        id,
        name: description || url,
        muted: !enabled,
        facts: [
          description ? url : '',
          a('webhooks.events.count', { count: events.length }),
          lastDeliveredAt ? a('webhooks.last', { time: formats.relative(lastDeliveredAt, now) }) : '',
        ]
          .filter(Boolean)
          .join(' · '),
        tags: [
          ...(dead > 0 ? [a('webhooks.tag.dead', { count: dead })] : []),
          a(enabled ? 'webhooks.tag.on' : 'webhooks.tag.off'),
        ],
      }))}
    />
  );
}
