import { type FormEvent, useState } from 'react';
import { Labelled } from '../admin/kit/labelled.tsx';
import { useConsole } from '../hooks/use-console.ts';
import { Modal } from '../ui/modal.tsx';
import { useCobrowseTexts } from './cobrowse-texts.ts';
import type { Together } from './together.ts';

interface PushDialogProps {
  readonly together: Together;
  readonly onClose: () => void;
}

/** Offers an address; the customer is asked, and what they answered is told when they have. */
export function PushDialog({ together, onClose }: PushDialogProps) {
  const texts = useCobrowseTexts();
  const { notices } = useConsole();
  const [kind, setKind] = useState<'link' | 'document'>('link');
  const [url, setUrl] = useState('');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const good = isWebAddress(url);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const form = event.currentTarget;
    if (!good || name.trim() === '') {
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    const said = { name: name.trim() };
    notices.show('info', () => texts('push.waiting', said));
    void together
      .push(kind, new URL(url.trim()).href, said.name)
      .then((refused) =>
        refused === undefined
          ? notices.show('success', () => texts('push.done', said))
          : notices.show('warning', () => texts('push.declined', said)),
      );
    onClose();
  };
  return (
    <Modal title={texts('push.title')} size="small" onClose={onClose} stays>
      <form className="dialog-body" noValidate onSubmit={submit}>
        <p>{texts('push.text')}</p>
        <Labelled label={texts('push.kind')}>
          {(control) => (
            <select
              {...control}
              className="as-field"
              value={kind}
              onChange={({ target }) => setKind(target.value as typeof kind)}
            >
              <option value="link">{texts('push.kind.link')}</option>
              <option value="document">{texts('push.kind.document')}</option>
            </select>
          )}
        </Labelled>
        <Labelled
          label={texts('push.url')}
          hint={texts('push.url.hint')}
          fault={tried && !good ? texts('push.wrong') : null}
        >
          {(control) => (
            <input
              {...control}
              className="as-field"
              type="url"
              dir="ltr"
              autoComplete="off"
              maxLength={2_000}
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to write an address.
              autoFocus
              value={url}
              onChange={({ target }) => setUrl(target.value)}
            />
          )}
        </Labelled>
        <Labelled
          label={texts('push.name')}
          hint={texts('push.name.hint')}
          fault={tried && name.trim() === '' ? texts('push.missing') : null}
        >
          {(control) => (
            <input
              {...control}
              className="as-field"
              dir="auto"
              autoComplete="off"
              maxLength={200}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Labelled>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={onClose}>
            {texts('cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense">
            {texts('push.send')}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

function isWebAddress(text: string): boolean {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : null;
  return url !== null && /^https?:$/.test(url.protocol);
}
