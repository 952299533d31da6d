import type { WebhookDelivery } from '@alongside/protocol';
import { useConsole } from '../../hooks/use-console.ts';
import { RefusalNote } from '../kit/form-frame.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';

interface DeliveryLineProps {
  readonly delivery: WebhookDelivery;
  readonly webhookId: string;
  readonly onReplayed: () => void;
}

/** One event on its way: how far it is, and what the receiver said last. */
export function DeliveryLine({ delivery, webhookId, onReplayed }: DeliveryLineProps) {
  const { a, formats } = useAdmin();
  const { client } = useConsole();
  const act = useAct();
  const { id, event, state, attempts, createdAt, nextAttemptAt, lastStatus, lastError, lastMilliseconds } = delivery;
  const replay = () =>
    act.run(
      async () => {
        await client.call('replayWebhookDelivery', { params: { webhookId, deliveryId: id } });
        onReplayed();
      },
      (texts) => texts('webhooks.replayed'),
    );
  const said = lastStatus !== null ? `HTTP ${lastStatus}` : lastError !== null ? a(`delivery.${lastError}`) : null;
  return (
    <li className="thing thing-open">
      <div className="thing-text">
        <span className="thing-name">
          {a(`event.${event}`)}
          <span className="tag" data-tone={state === 'dead' ? 'danger' : undefined}>
            {a(`webhooks.state.${state}`)}
          </span>
        </span>
        <span className="thing-facts">
          {[
            formats.dateTime(createdAt),
            a('webhooks.attempts', { count: attempts }),
            said,
            lastMilliseconds === null ? null : `${formats.number(lastMilliseconds)} ms`,
            nextAttemptAt && a('webhooks.next', { time: formats.dateTime(nextAttemptAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {act.refusal && <RefusalNote refusal={act.refusal} />}
      </div>
      {state !== 'waiting' && (
        <button
          type="button"
          className="as-button dense"
          aria-disabled={act.busy}
          aria-label={a('webhooks.replay.label', {
            event: a(`event.${event}`),
            time: formats.dateTime(createdAt),
          })}
          onClick={() => void replay()}
        >
          {a('webhooks.replay')}
        </button>
      )}
    </li>
  );
}
