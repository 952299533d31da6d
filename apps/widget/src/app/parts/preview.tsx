/** @jsxImportSource preact */
import { useWidget } from '../context.ts';
import { Icon } from './icons.tsx';
import { useModal } from './use-modal.ts';

/** One picture over the whole panel. */
export function Preview({ name, url, onSave, onClose }: Props) {
  const { t } = useWidget();
  const dialog = useModal();
  return (
    <dialog ref={dialog} class="preview" aria-label={t('file.picture', { name })} onClose={onClose}>
      <div class="preview-bar">
        <span class="preview-name">
          <bdi>{name}</bdi>
        </span>
        <button type="button" class="round" aria-label={t('file.download', { name })} onClick={onSave}>
          <Icon name="download" />
        </button>
        <button type="button" class="round" aria-label={t('preview.close')} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      <img src={url} alt={name} />
    </dialog>
  );
}

type Props = { name: string; url: string; onSave: () => void; onClose: () => void };
