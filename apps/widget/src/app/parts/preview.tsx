/** @jsxImportSource preact */
import { useEffect, useRef } from 'preact/hooks';
import { useWidget } from '../context.ts';
import { Icon } from './icons.tsx';

/** One picture over the whole panel. */
export function Preview({ name, url, onSave, onClose }: Props) {
  const { t } = useWidget();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
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
