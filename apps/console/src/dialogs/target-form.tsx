import { type FormEvent, type KeyboardEvent, type ReactNode, useId } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useTexts } from '../i18n/use-language.ts';
import { Failed } from '../ui/failed.tsx';
import { Keys } from '../ui/keys.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { TargetList } from './target-list.tsx';
import type { useTargets } from './use-targets.ts';

const NOTE_MOST = 2000;

interface TargetFormProps {
  readonly title: string;
  readonly to: ReturnType<typeof useTargets>;
  readonly note: string;
  readonly onNote: (note: string) => void;
  readonly hint?: string;
  readonly busy: boolean;
  readonly submit: ReactNode;
  readonly onSubmit: () => Promise<void>;
}

/** Where a contact goes, and a word for whoever takes it; Ctrl+Enter sends it off from the note too. */
export function TargetForm({ title, to, note, onNote, hint, busy, submit, onSubmit }: TargetFormProps) {
  const t = useTexts();
  const { go } = useConsole();
  const id = useId();
  const send = () => {
    if (!busy && to.chosen) void onSubmit();
  };
  const onForm = (event: FormEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send();
  };
  return (
    <Modal title={title} size="medium">
      <form className="dialog-body" onSubmit={onForm} onKeyDown={onKeyDown}>
        {to.code && <Failed text={t('transfer.failed')} code={to.code} retry={to.again} />}
        {!to.loaded && !to.code && <Skeleton widths={[60, 70, 50]} />}
        {to.loaded && (
          <TargetList
            targets={to.targets}
            query={to.query}
            onQuery={to.setQuery}
            selected={to.key}
            onSelect={to.setKey}
          />
        )}
        <div>
          <label className="as-label" htmlFor={id}>
            {t('transfer.note')}
          </label>
          <textarea
            id={id}
            className="as-field"
            aria-describedby={hint && `${id}-hint`}
            rows={3}
            maxLength={NOTE_MOST}
            dir="auto"
            value={note}
            onChange={(event) => onNote(event.target.value)}
          />
          {hint && (
            <p className="as-hint" id={`${id}-hint`}>
              {hint}
            </p>
          )}
        </div>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={go.closeDialog}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense" aria-disabled={busy || !to.chosen}>
            {busy && <Spinner />}
            {submit}
            <Keys keys={['Ctrl', 'Enter']} silent />
          </button>
        </footer>
      </form>
    </Modal>
  );
}
