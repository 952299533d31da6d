/** @jsxImportSource preact */
import type { Message } from '@alongside/sdk';
import { useEffect, useState } from 'preact/hooks';
import { useWidget } from '../context.ts';
import { isPicture } from '../logic/pick-files.ts';
import { saveFile } from '../logic/save-file.ts';
import { Icon } from './icons.tsx';
import { Preview } from './preview.tsx';

type Props = { message: Message; file: NonNullable<Message['file']> };

/** A picture in the conversation; its place is kept by its size, so that nothing jumps when it comes. */
function Picture({ message, file, onSave }: Props & { onSave: () => void }) {
  const { pictures, t } = useWidget();
  const [url, setUrl] = useState(pictures.pending(message.clientId));
  const [failed, setFailed] = useState(false);
  const [large, setLarge] = useState(false);
  useEffect(() => {
    if (url || failed || file.id === null) return;
    let gone = false;
    pictures.stored(file.id, file.mediaType).then(
      (found) => !gone && setUrl(found),
      () => !gone && setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [file.id, url, failed]);

  const ratio = file.width && file.height ? `${file.width} / ${file.height}` : '4 / 3';
  if (failed) {
    return (
      <button
        type="button"
        class="picture picture-failed"
        style={{ aspectRatio: ratio }}
        onClick={() => setFailed(false)}
      >
        {t('file.failed', { name: file.name })}
      </button>
    );
  }
  return (
    <>
      <button
        type="button"
        class="picture"
        style={{ aspectRatio: ratio }}
        aria-label={t('file.open', { name: file.name })}
        disabled={!url}
        onClick={() => setLarge(true)}
      >
        {url && <img src={url} alt="" />}
      </button>
      {large && url && <Preview name={file.name} url={url} onSave={onSave} onClose={() => setLarge(false)} />}
    </>
  );
}

/** How far an upload is, and its way out. */
function Upload({ message, file }: Props) {
  const { alongside, formats, t } = useWidget();
  const share = message.progress ?? 0;
  return (
    <div class="upload">
      <progress
        class="upload-bar"
        value={share}
        max={1}
        aria-label={t('file.uploading', { name: file.name, percent: formats.percent(share) })}
      />
      <span class="upload-share" aria-hidden="true">
        {formats.percent(share)}
      </span>
      <button
        type="button"
        class="round round-small"
        aria-label={t('file.cancel', { name: file.name })}
        onClick={() => message.clientId && alongside.conversation.discard(message.clientId).catch(() => {})}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

export function FileView({ message, file }: Props) {
  const { alongside, formats, t } = useWidget();
  const [failed, setFailed] = useState(false);
  const save = () => {
    if (file.id === null) return;
    setFailed(false);
    alongside.conversation.downloadFile(file.id).then(
      ({ bytes }) => saveFile(file.name, bytes as Uint8Array<ArrayBuffer>),
      () => setFailed(true),
    );
  };
  return (
    <>
      {isPicture(file.mediaType) ? (
        <Picture message={message} file={file} onSave={save} />
      ) : (
        <button type="button" class="file" disabled={file.id === null} onClick={save}>
          <Icon name="file" />
          <span class="file-words">
            <span class="file-name">
              <bdi>{file.name}</bdi>
            </span>
            <span class="file-size">{formats.bytes(file.bytes)}</span>
          </span>
          {file.id !== null && (
            <>
              <Icon name="download" />
              <span class="as-visually-hidden">{t('file.save')}</span>
            </>
          )}
        </button>
      )}
      {message.progress !== null && message.delivery === 'queued' && <Upload message={message} file={file} />}
      {failed && (
        <p class="file-failed" role="alert">
          {t('file.failed', { name: file.name })}
        </p>
      )}
    </>
  );
}
