import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { Keys } from '../../ui/keys.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { AdminLink } from './admin-link.tsx';
import { Confirm } from './confirm.tsx';
import type { Refusal } from './refusal.ts';
import { useAdmin } from './texts.ts';
import type { Form } from './use-form.ts';

interface FormFrameProps<T extends object> {
  readonly form: Form<T>;
  readonly label: string;
  /** It does not exist yet: it can be saved as it stands, and given up. */
  readonly fresh?: boolean;
  /** Where one goes when it is given up; absent, the form only goes back to what is saved. */
  readonly list?: string;
  readonly submit?: string;
  /** Beside save: as a button that deletes. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
}

/** A form with its bar: save by Ctrl+Enter, what is not saved yet, and what was refused. */
export function FormFrame<T extends object>(props: FormFrameProps<T>) {
  const { form, label, fresh = false, list, submit, more, children } = props;
  const { a, t } = useAdmin();
  const { go } = useConsole();
  const element = useRef<HTMLFormElement>(null);
  const [asking, ask] = useState(false);
  const { refusal } = form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each refusal leads to its field anew.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusal, form.fault]);
  // The page was drawn anew, and the button that asked for it is gone: the keyboard goes to what came of it.
  const told = useRef<HTMLParagraphElement>(null);
  const { brought } = form;
  useEffect(() => {
    if (brought) told.current?.focus();
  }, [brought]);
  const saving = useRef(form.save);
  saving.current = form.save;
  // Wherever the keyboard is on the page: at its title, where a button has just gone, and on a button that would take the key for a press.
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      if (somethingLiesAbove()) return;
      event.preventDefault();
      event.stopPropagation();
      void saving.current();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void form.save();
  };
  const giveUp = () => {
    form.discard();
    if (fresh && list) go.openPage('admin', list);
  };
  return (
    <form ref={element} className="admin-form" aria-label={label} noValidate onSubmit={save}>
      {children}
      <footer className="form-foot">
        {refusal && <RefusalNote refusal={refusal} />}
        {form.bringIn && (
          <button type="button" className="as-button as-button-main dense" onClick={form.bringIn}>
            {a('conflict.bring')}
          </button>
        )}
        {form.brought && !refusal && (
          <p ref={told} className="form-brought" role="status" tabIndex={-1}>
            {a('conflict.brought')}
          </p>
        )}
        <button
          type="submit"
          className={`as-button dense ${form.bringIn ? '' : 'as-button-main'}`}
          aria-disabled={form.busy}
        >
          {form.busy && <Spinner />}
          {submit ?? a('form.save')}
          <Keys keys={['Ctrl', 'Enter']} silent />
        </button>
        {form.dirty ? (
          <button type="button" className="as-button dense" onClick={() => ask(true)}>
            {a('form.discard')}
          </button>
        ) : (
          fresh &&
          list && (
            <AdminLink to={list} className="as-button dense">
              {t('common.cancel')}
            </AdminLink>
          )
        )}
        <span className="form-state" role="status">
          {form.dirty && !fresh ? a('form.dirty') : ''}
        </span>
        {more}
      </footer>
      {asking && (
        <Confirm
          title={a('form.discard.title')}
          submit={a('form.discard')}
          cancel={a('form.goon')}
          onClose={() => ask(false)}
          onSubmit={() => {
            ask(false);
            giveUp();
          }}
        >
          <p>{a('form.discard.text')}</p>
        </Confirm>
      )}
    </form>
  );
}

/** A dialog or a menu that is open; one that is just fading out holds no keys. */
const somethingLiesAbove = (): boolean =>
  [...document.querySelectorAll('[role="dialog"], [role="menu"]')].some(
    (element) => !element.closest('[data-exiting]'),
  );

/** What was refused, why, and the code for the person who supports. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal }) {
  const { t } = useAdmin();
  return (
    <div className="refusal" role="alert">
      <p>{refusal.text}</p>
      {refusal.detail && (
        <p lang="en" className="refusal-detail">
          {refusal.detail}
        </p>
      )}
      <p className="code">{t('common.code', { code: refusal.code })}</p>
    </div>
  );
}
