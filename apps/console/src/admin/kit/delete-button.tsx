import { Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Confirm } from './confirm.tsx';
import { RefusalNote } from './form-frame.tsx';
import { useAdmin } from './texts.ts';
import { useAct } from './use-act.ts';

interface DeleteButtonProps {
  readonly name: string;
  /** What happens then. */
  readonly text: string;
  /** What still uses it: it cannot go before. */
  readonly usedBy?: readonly { readonly id: string; readonly link: ReactNode }[];
  readonly label?: string;
  /** The question, and what is said afterwards, where they are not those of any thing. */
  readonly title?: string;
  readonly done?: string;
  readonly onDelete: () => Promise<void>;
}

/** Deletes after a question that says what happens; what is in use says by what. */
export function DeleteButton({ name, text, usedBy = [], label, title, done, onDelete }: DeleteButtonProps) {
  const { a, t } = useAdmin();
  const [asking, ask] = useState(false);
  const act = useAct();
  const word = label ?? a('form.delete');
  const remove = async () => {
    if (await act.run(onDelete, (texts) => done ?? texts('form.deleted', { name }))) ask(false);
  };
  return (
    <>
      <button type="button" className="as-button dense form-delete" onClick={() => ask(true)}>
        <Trash2 size={16} aria-hidden="true" />
        {word}
      </button>
      {asking && usedBy.length > 0 && (
        <Confirm title={a('inuse.title', { name })} cancel={t('common.close')} onClose={() => ask(false)}>
          <p>{a('inuse.text')}</p>
          <ul className="used-by">
            {usedBy.map(({ id, link }) => (
              <li key={id}>{link}</li>
            ))}
          </ul>
        </Confirm>
      )}
      {asking && usedBy.length === 0 && (
        <Confirm
          title={title ?? a('delete.title', { name })}
          submit={word}
          busy={act.busy}
          onSubmit={() => void remove()}
          onClose={() => {
            act.forget();
            ask(false);
          }}
        >
          <p>{text}</p>
          {act.refusal && <RefusalNote refusal={act.refusal} />}
        </Confirm>
      )}
    </>
  );
}
