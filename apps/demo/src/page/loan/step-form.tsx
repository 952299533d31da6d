/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { Person } from '../api.ts';
import { useTongue } from '../texts.ts';
import { keepDraft, PAGES, readDraft, type Step } from './steps.ts';

interface StepFormProps {
  readonly step: Step;
  readonly customer: Person | null;
}

/** The fields of one page. Password, card and one-time code are masked by what they are, the note by the bank's own class. */
export function StepForm({ step, customer }: StepFormProps) {
  const { t } = useTongue();
  const [sent, setSent] = useState(false);
  const [draft] = useState(readDraft);
  if (sent)
    return (
      <div class="card done">
        <p role="status">{t('loan.done')}</p>
        <a class="as-button" href="/">
          {t('nav.home')}
        </a>
      </div>
    );
  const go = (event: SubmitEvent) => {
    event.preventDefault();
    keepDraft(event.currentTarget as HTMLFormElement);
    if (step === 'check') setSent(true);
    else location.assign(PAGES[step === 'amount' ? 'person' : 'check']);
  };
  return (
    <form class="card form" onSubmit={go} noValidate>
      {step === 'amount' && (
        <>
          <Field name="amount" inputMode="decimal" value={draft.amount ?? ''} />
          <Select name="years" options={['1', '2', '3', '5']} value={draft.years ?? '3'} />
          <Select name="purpose" options={['home', 'car', 'other']} value={draft.purpose ?? 'home'} words />
        </>
      )}
      {step === 'person' && (
        <>
          <Field name="name" autoComplete="name" value={draft.name ?? ''} placeholder={customer?.name ?? ''} />
          <Field name="employer" autoComplete="organization" value={draft.employer ?? ''} />
          <Field name="income" inputMode="decimal" value={draft.income ?? ''} />
          <Field name="note" className="assist-no-show" value="" hint={t('loan.note.hint')} />
        </>
      )}
      {step === 'check' && (
        <>
          <dl class="loan-facts">
            {(['amount', 'years', 'name', 'employer'] as const).map((name) => (
              <div key={name}>
                <dt>{t(`loan.field.${name}`)}</dt>
                <dd>{draft[name] || '–'}</dd>
              </div>
            ))}
          </dl>
          <Field name="card" inputMode="numeric" autoComplete="cc-number" value="" hint={t('loan.card.hint')} />
          <Field name="password" secret autoComplete="current-password" value="" />
          <Field name="otp" inputMode="numeric" autoComplete="one-time-code" value="" />
          <p class="assist-no-show loan-score">{t('loan.score')}</p>
          <label class="loan-agree">
            <input type="checkbox" name="agree" /> <span>{t('loan.agree')}</span>
          </label>
        </>
      )}
      <div class="together-acts">
        {step !== 'amount' && (
          <a class="as-button" href={PAGES[step === 'person' ? 'amount' : 'person']}>
            {t('loan.back')}
          </a>
        )}
        <button type="submit" class="as-button as-button-main">
          {t(step === 'check' ? 'loan.send' : 'loan.next')}
        </button>
      </div>
    </form>
  );
}

type FieldName = 'amount' | 'name' | 'employer' | 'income' | 'note' | 'card' | 'password' | 'otp';

interface FieldProps {
  readonly name: FieldName;
  readonly value: string;
  readonly secret?: boolean;
  readonly inputMode?: 'decimal' | 'numeric';
  readonly autoComplete?: string;
  readonly placeholder?: string;
  readonly className?: string;
  readonly hint?: string;
}

function Field({ name, value, secret = false, className = '', hint, autoComplete = 'off', ...more }: FieldProps) {
  const { t } = useTongue();
  const common = {
    ...more,
    class: `as-field ${className}`,
    id: `loan-${name}`,
    name,
    autocomplete: autoComplete,
    maxLength: 140,
    defaultValue: value,
    'aria-describedby': hint ? `loan-${name}-hint` : undefined,
  };
  return (
    <div>
      <label class="as-label" for={`loan-${name}`}>
        {t(`loan.field.${name}`)}
      </label>
      {secret ? <input {...common} type="password" /> : <input {...common} />}
      {hint && (
        <p class="as-hint" id={`loan-${name}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectProps {
  readonly name: 'years' | 'purpose';
  readonly options: readonly string[];
  readonly value: string;
  readonly words?: boolean;
}

function Select({ name, options, value, words = false }: SelectProps) {
  const { t } = useTongue();
  return (
    <label>
      <span class="as-label">{t(`loan.field.${name}`)}</span>
      <select class="as-field" name={name} defaultValue={value}>
        {options.map((option) => (
          <option key={option} value={option} selected={option === value}>
            {words ? t(`loan.purpose.${option}` as 'loan.purpose.home') : option}
          </option>
        ))}
      </select>
    </label>
  );
}
