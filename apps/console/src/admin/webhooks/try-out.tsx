import type { Webhook, WebhookTest } from '@alongside/protocol';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { RefusalNote } from '../kit/form-frame.tsx';
import { RotateDialog } from '../kit/rotate-dialog.tsx';
import { SecretDialog } from '../kit/secret-dialog.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';

interface TryOutProps {
  readonly webhook: Webhook;
  readonly onDone: () => void;
}

/** Sends a test event and shows the receiver's answer; and makes a new secret. */
export function TryOut({ webhook, onDone }: TryOutProps) {
  const { a, formats } = useAdmin();
  const { client } = useConsole();
  const [result, setResult] = useState<WebhookTest | null>(null);
  const [dialog, setDialog] = useState<'rotate' | { secret: string } | null>(null);
  const act = useAct();
  const params = { webhookId: webhook.id };
  const { previousSecretUntil } = webhook;
  const test = () => act.run(async () => setResult(await client.call('testWebhook', { params })));
  return (
    <div className="try-out">
      <div className="list-bar">
        <button type="button" className="as-button dense" aria-disabled={act.busy} onClick={() => void test()}>
          {act.busy && <Spinner />}
          {a('webhooks.test')}
        </button>
        <button type="button" className="as-button dense" onClick={() => setDialog('rotate')}>
          {a('rotate.submit')}
        </button>
        {previousSecretUntil && (
          <span className="as-hint">{a('secret.until', { time: formats.dateTime(previousSecretUntil) })}</span>
        )}
      </div>
      <div role="status">
        {result && (
          <div className="answer" data-good={result.delivered}>
            <p>
              <strong>{a(result.delivered ? 'webhooks.test.good' : 'webhooks.test.bad')}</strong>{' '}
              {[
                result.status === null ? null : `HTTP ${result.status}`,
                result.error && result.error !== 'status' ? a(`delivery.${result.error}`) : null,
                `${formats.number(result.milliseconds)} ms`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            {result.answer && (
              <pre className="answer-text" dir="ltr">
                {result.answer}
              </pre>
            )}
          </div>
        )}
      </div>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
      {dialog === 'rotate' && (
        <RotateDialog
          name={webhook.description || webhook.url}
          text={a('webhooks.rotate.text')}
          onClose={() => setDialog(null)}
          onRotate={async (overlapHours) => {
            const { secret } = await client.call('rotateWebhookSecret', { params, body: { overlapHours } });
            setDialog({ secret });
          }}
        />
      )}
      {dialog !== null && dialog !== 'rotate' && (
        <SecretDialog
          title={a('webhooks.secret')}
          text={a('webhooks.secret.text')}
          values={[{ name: a('keys.secret.label'), value: dialog.secret }]}
          onClose={() => {
            setDialog(null);
            onDone();
          }}
        />
      )}
    </div>
  );
}
