import type { AgentConversation, Message, MessageFile } from '@alongside/sdk/agent';
import { Download, FileText, FolderInput, X } from 'lucide-react';
import { useState } from 'react';
import { DocumentDialog } from '../dialogs/document-dialog.tsx';
import { PictureDialog } from '../dialogs/picture-dialog.tsx';
import { useConsole } from '../hooks/use-console.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { fileAddress, isPicture, previewOf } from './previews.ts';

interface AttachmentProps {
  readonly message: Message;
  readonly file: MessageFile;
  readonly view: AgentConversation;
}

/** A picture that can be looked at, or a file to download; while it goes up, how far it is. */
export function Attachment({ message, file, view }: AttachmentProps) {
  const own = file === message.file ? previewOf(message.clientId) : null;
  const source = own ?? (file.id && isPicture(file.mediaType) ? fileAddress(file.id) : null);
  const [broken, setBroken] = useState(false);
  return (
    <>
      {source && !broken ? (
        <Picture file={file} source={source} onBroken={() => setBroken(true)} />
      ) : (
        <Chip file={file} broken={broken} />
      )}
      {file.id && <Keep file={{ ...file, id: file.id }} />}
      {message.delivery === 'queued' && <Progress message={message} view={view} />}
    </>
  );
}

interface PictureProps {
  readonly file: MessageFile;
  readonly source: string;
  readonly onBroken: () => void;
}

function Picture({ file, source, onBroken }: PictureProps) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  const { width, height, name } = file;
  return (
    <>
      <button type="button" className="picture" aria-label={t('file.open', { name })} onClick={() => setOpen(true)}>
        <img
          src={source}
          alt={t('file.picture', { name })}
          loading="lazy"
          decoding="async"
          onError={onBroken}
          {...(width && height ? { width, height } : {})}
        />
      </button>
      {open && <PictureDialog file={file} source={source} onClose={() => setOpen(false)} />}
    </>
  );
}

function Chip({ file, broken }: { readonly file: MessageFile; readonly broken: boolean }) {
  const { t, formats } = useLanguage();
  const facts = (
    <>
      <FileText size={20} aria-hidden="true" />
      <span className="file-name">
        <bdi>{file.name}</bdi>
      </span>
      <span className="file-size">{formats.bytes(file.bytes)}</span>
      {broken && <span className="file-hint">{t('file.broken')}</span>}
    </>
  );
  if (!file.id) return <span className="file">{facts}</span>;
  return (
    <a
      className="file"
      href={fileAddress(file.id)}
      download={file.name}
      title={t('file.download', { name: file.name })}
    >
      {facts}
      <Download size={16} aria-hidden="true" />
    </a>
  );
}

function Keep({ file }: { readonly file: MessageFile & { readonly id: string } }) {
  const { t } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="as-button as-button-quiet dense file-keep" onClick={() => setOpen(true)}>
        <FolderInput size={14} aria-hidden="true" />
        {t('document.keep')}
        <span className="as-visually-hidden">: {file.name}</span>
      </button>
      {open && <DocumentDialog file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

function Progress({ message, view }: { readonly message: Message; readonly view: AgentConversation }) {
  const { t, formats } = useLanguage();
  const { notices } = useConsole();
  const { clientId, progress } = message;
  const percent = formats.percent(progress ?? 0);
  return (
    <div className="upload">
      <progress max={1} value={progress ?? 0} aria-label={t('file.progress', { percent })} />
      <span aria-hidden="true">{percent}</span>
      {clientId && (
        <IconButton
          icon={X}
          label={t('delivery.discard')}
          onPress={() => view.discard(clientId).catch(notices.failure)}
        />
      )}
    </div>
  );
}
