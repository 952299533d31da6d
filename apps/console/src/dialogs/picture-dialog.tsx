import type { MessageFile } from '@alongside/sdk/agent';
import { Download } from 'lucide-react';
import { useLanguage } from '../i18n/use-language.ts';
import { Modal } from '../ui/modal.tsx';

interface PictureDialogProps {
  readonly file: MessageFile;
  readonly source: string;
  readonly onClose: () => void;
}

/** A picture in full size. */
export function PictureDialog({ file, source, onClose }: PictureDialogProps) {
  const { t, formats } = useLanguage();
  const { name } = file;
  return (
    <Modal title={name} size="large" onClose={onClose}>
      <div className="full-picture">
        <img src={source} alt={t('file.picture', { name })} />
      </div>
      <footer className="dialog-foot">
        <span className="as-hint">{formats.bytes(file.bytes)}</span>
        <a className="as-button dense" href={source} download={name}>
          <Download size={16} aria-hidden="true" />
          {t('file.download', { name })}
        </a>
      </footer>
    </Modal>
  );
}
