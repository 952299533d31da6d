/** @jsxImportSource preact */
import type { Message } from '@alongside/sdk';
import { useWidget } from '../context.ts';
import { whyFailed } from '../logic/failed.ts';
import type { Row } from '../logic/rows.ts';
import { FileView } from './file-view.tsx';
import { Icon, type IconName } from './icons.tsx';
import { LinkedText } from './linked-text.tsx';
import { RichMessage } from './rich-message.tsx';

const DELIVERY_ICONS: Readonly<Record<NonNullable<Message['delivery']>, IconName>> = {
  queued: 'clock',
  accepted: 'check',
  delivered: 'checks',
  read: 'checks',
  failed: 'alert',
};

function Failed({ message }: { message: Message }) {
  const { alongside, config, formats, t } = useWidget();
  const { clientId, error } = message;
  const why = whyFailed(error?.code ?? 'unexpected_answer');
  if (clientId === null) return null;
  return (
    <div class="failed">
      <p>
        <Icon name="alert" />
        <span>
          <strong>{t('delivery.failed')}.</strong>{' '}
          {t(why.key, { code: error?.code ?? '', max: formats.bytes(config.files.maxBytes) })}
        </span>
      </p>
      <div class="failed-choices">
        {why.again && (
          <button
            type="button"
            class="as-button"
            onClick={() => alongside.conversation.retry(clientId).catch(() => {})}
          >
            {t('delivery.retry')}
          </button>
        )}
        <button
          type="button"
          class="as-button as-button-quiet"
          onClick={() => alongside.conversation.discard(clientId).catch(() => {})}
        >
          {t('delivery.discard')}
        </button>
      </div>
    </div>
  );
}

export function MessageRow({ row }: { row: Extract<Row, { type: 'message' }> }) {
  const { formats, t } = useWidget();
  const { message, first, last, saysDelivery } = row;
  const { delivery, file, mine } = message;
  const classes = ['message', mine ? 'mine' : 'theirs', first && 'first', last && 'last', delivery].filter(Boolean);
  return (
    <li class={classes.join(' ')}>
      {first && !mine && (
        <span class="sender">
          <bdi>{message.from.name}</bdi>
        </span>
      )}
      {mine && <span class="as-visually-hidden">{t('chat.you')}: </span>}
      <div class={file && !message.text ? 'bubble bubble-file' : 'bubble'}>
        {file && <FileView message={message} file={file} />}
        {message.more?.map((further) => (
          <FileView key={further.id} message={message} file={further} />
        ))}
        {message.content ? <RichMessage message={message} /> : message.text && <LinkedText text={message.text} />}
      </div>
      {delivery === 'failed' ? (
        <Failed message={message} />
      ) : (
        <p class={last || saysDelivery ? 'meta' : 'as-visually-hidden'}>
          <time dateTime={message.at}>{formats.time(message.at)}</time>
          {delivery && message.progress === null && (
            <>
              <Icon name={DELIVERY_ICONS[delivery]} />
              <span class={saysDelivery ? '' : 'as-visually-hidden'}>{t(`delivery.${delivery}`)}</span>
            </>
          )}
        </p>
      )}
    </li>
  );
}
