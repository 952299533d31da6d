import type { DeliveryState, Webhook, WebhookDelivery } from '@alongside/protocol';
import { useCallback, useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { usePages } from '../../hooks/use-pages.ts';
import { Failed } from '../../ui/failed.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { RefusalNote } from '../kit/form-frame.tsx';
import { More } from '../kit/more.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';
import { DeliveryLine } from './delivery-line.tsx';
import { TryOut } from './try-out.tsx';
import { STATES } from './webhook-words.ts';

interface DeliveriesProps {
  readonly webhook: Webhook;
  readonly again: () => void;
}

/** What was sent to one receiver, and what it said; what was given up can be sent again. */
export function Deliveries({ webhook, again }: DeliveriesProps) {
  const { a, formats } = useAdmin();
  const { client } = useConsole();
  const [state, setState] = useState<DeliveryState | ''>('');
  const act = useAct();
  const { id: webhookId, dead, waiting, heldUntil } = webhook;
  const ask = useCallback(
    async (cursor: string | null) => {
      const { deliveries, nextCursor } = await client.call('listWebhookDeliveries', {
        params: { webhookId },
        query: { limit: 50, ...(state && { state }), ...(cursor ? { cursor } : {}) },
      });
      return { items: deliveries, nextCursor };
    },
    [client, webhookId, state],
  );
  const pages = usePages<WebhookDelivery>(ask);
  const refresh = () => {
    pages.again();
    again();
  };
  const replayAll = () =>
    act.run(
      async () => {
        await client.call('replayDeadDeliveries', { params: { webhookId } });
        refresh();
      },
      (texts) => texts('webhooks.replayed'),
    );
  return (
    <section className="beneath" aria-labelledby="deliveries">
      <h2 className="group-title" id="deliveries">
        {a('webhooks.deliveries')}
      </h2>
      <p className="as-hint">
        {a('webhooks.counts', { waiting, dead })}
        {heldUntil && ` · ${a('webhooks.held', { time: formats.dateTime(heldUntil) })}`}
      </p>
      <TryOut webhook={webhook} onDone={refresh} />
      <div className="list-bar">
        <select
          className="as-field list-filter"
          aria-label={a('webhooks.state')}
          value={state}
          onChange={({ target }) => setState(target.value as DeliveryState | '')}
        >
          <option value="">{a('webhooks.state.all')}</option>
          {STATES.map((one) => (
            <option key={one} value={one}>
              {a(`webhooks.state.${one}`)}
            </option>
          ))}
        </select>
        <button type="button" className="as-button dense" onClick={refresh}>
          {a('list.refresh')}
        </button>
        {dead > 0 && (
          <button type="button" className="as-button dense" aria-disabled={act.busy} onClick={() => void replayAll()}>
            {a('webhooks.replay.all', { count: dead })}
          </button>
        )}
      </div>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
      {pages.code && <Failed text={a('load.failed')} code={pages.code} retry={pages.again} />}
      {!pages.items && !pages.code && <Skeleton widths={[80, 60, 70]} />}
      {pages.items?.length === 0 && <p className="card-empty">{a('webhooks.deliveries.none')}</p>}
      {pages.items && pages.items.length > 0 && (
        <ul className="things" aria-label={a('webhooks.deliveries')}>
          {pages.items.map((delivery) => (
            <DeliveryLine key={delivery.id} delivery={delivery} webhookId={webhookId} onReplayed={refresh} />
          ))}
        </ul>
      )}
      <More pages={pages} />
    </section>
  );
}
