/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { useWidget } from '../context.ts';
import { isPicture } from '../logic/pick-files.ts';
import { Icon } from './icons.tsx';
import type { TrayFile } from './use-files.ts';

function Thumbnail({ file }: { file: File }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!isPicture(file.type)) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url ? <img class="tray-picture" src={url} alt="" /> : <Icon name="file" />;
}

/** What goes out with the next message; each can still be taken away. */
export function Tray({ files, onRemove }: { files: readonly TrayFile[]; onRemove: (key: number) => void }) {
  const { formats, t } = useWidget();
  if (files.length === 0) return null;
  return (
    <ul class="tray" aria-label={t('composer.tray')}>
      {files.map(({ key, file }) => (
        <li class="tray-file" key={key}>
          <Thumbnail file={file} />
          <span class="file-words">
            <span class="file-name">
              <bdi>{file.name}</bdi>
            </span>
            <span class="file-size">{formats.bytes(file.size)}</span>
          </span>
          <button
            type="button"
            class="round round-small"
            aria-label={t('composer.remove', { name: file.name })}
            onClick={() => onRemove(key)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
