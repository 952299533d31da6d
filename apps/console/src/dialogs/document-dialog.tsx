import type { MessageFile } from '@alongside/sdk/agent';
import { type FormEvent, useId, useState } from 'react';
import { asError } from '../errors/as-error.ts';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Modal } from '../ui/modal.tsx';

interface DocumentDialogProps {
  readonly file: MessageFile & { readonly id: string };
  readonly onClose: () => void;
}

/** Keeps a file of the chat in the company's own document store, with what the company wants to know about it. */
export function DocumentDialog({ file, onClose }: DocumentDialogProps) {
  const t = useTexts();
  const { client, notices } = useConsole();
  const [description, setDescription] = useState('');
  const [folder, setFolder] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const [words, place] = [description.trim(), folder.trim()];
    try {
      const { documentId } = await client.call('saveDocument', {
        params: { id: file.id },
        body: { ...(words && { description: words }), ...(place && { folder: place }) },
      });
      notices.show('success', (say) => say('document.done', { name: file.name, id: documentId }));
      onClose();
    } catch (given) {
      const { code, message } = asError(given);
      // The company's own words say best why it does not want it.
      if (code === 'company_refused') setProblem(message);
      else setProblem(t(code === 'company_not_set' ? 'document.none' : 'document.failed'));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) void save();
  };
  return (
    <Modal title={t('document.title', { name: file.name })} size="medium" onClose={onClose}>
      <form className="dialog-body" onSubmit={submit}>
        <p>{t('document.text')}</p>
        <label>
          <span className="as-label">{t('document.description')}</span>
          <input
            className="as-field"
            // biome-ignore lint/a11y/noAutofocus: the dialog was opened to be filled in.
            autoFocus
            maxLength={1000}
            dir="auto"
            value={description}
            onChange={(event) => setDescription(event.target.value)}
          />
        </label>
        <label>
          <span className="as-label">{t('document.folder')}</span>
          <input
            className="as-field"
            maxLength={200}
            dir="auto"
            value={folder}
            aria-describedby={problem ? id : undefined}
            onChange={(event) => setFolder(event.target.value)}
          />
        </label>
        {problem && (
          <p className="document-problem" id={id} role="alert">
            {problem}
          </p>
        )}
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={onClose}>
            {t('common.close')}
          </button>
          <button type="submit" className="as-button as-button-main dense" aria-disabled={busy}>
            {t('document.submit')}
          </button>
        </footer>
      </form>
    </Modal>
  );
}
