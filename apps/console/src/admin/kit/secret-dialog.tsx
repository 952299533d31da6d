import { Modal } from '../../ui/modal.tsx';
import { CopyList } from './copy-list.tsx';
import { useAdmin } from './texts.ts';

interface SecretDialogProps {
  readonly title: string;
  readonly text: string;
  /** What is shown, each under its name. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
  readonly onClose: () => void;
}

/** What the server tells once and never again. It goes only when one says that it is kept. */
export function SecretDialog({ title, text, values, onClose }: SecretDialogProps) {
  const { a } = useAdmin();
  return (
    <Modal title={title} size="medium" onClose={onClose} stays>
      <div className="dialog-body">
        <p>{text}</p>
        <CopyList values={values} />
        <p className="as-hint">{a('secret.once')}</p>
      </div>
      <footer className="dialog-foot">
        <button type="button" className="as-button as-button-main dense" onClick={onClose}>
          {a('secret.done')}
        </button>
      </footer>
    </Modal>
  );
}
