import type { RichContent } from '@alongside/protocol';
import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Labelled } from '../admin/kit/labelled.tsx';
import { useLanguage } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Modal } from '../ui/modal.tsx';
import {
  contentOf,
  EMPTY_DRAFT,
  fallbackOf,
  MOST_CHOICES,
  MOST_SLOTS,
  missingOf,
  RICH_KINDS,
  type RichDraft,
  type RichKind,
} from './rich-model.ts';
import { RichView } from './rich-view.tsx';
import { useComposeTexts } from './use-compose-texts.ts';
import { useRichTexts } from './use-rich-texts.ts';

interface RichDialogProps {
  readonly customer: string;
  /** True when it is on its way. */
  readonly onSend: (content: RichContent, fallback: string) => boolean;
  readonly onClose: () => void;
}

/** Writes an interactive message; what the customer will see stands below it. */
export function RichDialog({ customer, onSend, onClose }: RichDialogProps) {
  const { t, formats } = useLanguage();
  const texts = useComposeTexts();
  const words = useRichTexts();
  const [draft, setDraft] = useState<RichDraft>(EMPTY_DRAFT);
  const [tried, setTried] = useState(false);
  const set = (part: Partial<RichDraft>) => setDraft((old) => ({ ...old, ...part }));
  const missing = missingOf(draft);
  const content = contentOf(draft);
  const fallback = draft.fallback ?? (content ? fallbackOf(content, formats.dateTime) : '');
  const fault = (part: keyof RichDraft) => (tried && missing.includes(part) ? texts('missing') : null);
  const { kind } = draft;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setTried(true);
    const form = event.currentTarget;
    if (content && fallback.trim() !== '') {
      if (onSend(content, fallback.trim())) onClose();
    } else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  return (
    <Modal title={texts('compose.title')} size="medium" onClose={onClose} stays>
      <form className="dialog-body rich-form" noValidate onSubmit={submit}>
        <p className="as-hint">
          <bdi>{texts('compose.for', { name: customer })}</bdi>
        </p>
        <Labelled label={texts('kind')}>
          {(control) => (
            <select
              {...control}
              className="as-field"
              // biome-ignore lint/a11y/noAutofocus: the dialog was opened to be filled in.
              autoFocus
              value={kind}
              onChange={({ target }) => {
                setTried(false);
                set({ kind: target.value as RichKind });
              }}
            >
              {RICH_KINDS.map((one) => (
                <option key={one} value={one}>
                  {words(`kind.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
        {kind !== 'quick_replies' && (
          <Line
            label={texts('heading')}
            value={draft.title}
            fault={fault('title')}
            onValue={(title) => set({ title })}
          />
        )}
        {kind !== 'rich_link' && (
          <Line
            label={texts(kind === 'time_picker' ? 'event' : 'text')}
            value={draft.text}
            fault={fault('text')}
            onValue={(text) => set({ text })}
          />
        )}
        {(kind === 'quick_replies' || kind === 'list_picker') && (
          <ChoiceLines choices={draft.choices} fault={fault('choices')} onChoices={(choices) => set({ choices })} />
        )}
        {kind === 'rich_link' && (
          <>
            <Line
              label={texts('url')}
              hint={texts('address.hint')}
              type="url"
              value={draft.url}
              fault={fault('url')}
              onValue={(url) => set({ url })}
            />
            <Line
              label={texts('picture')}
              hint={texts('address.hint')}
              type="url"
              value={draft.picture}
              fault={fault('picture')}
              onValue={(picture) => set({ picture })}
            />
          </>
        )}
        {kind === 'time_picker' && (
          <SlotLines slots={draft.slots} fault={fault('slots')} onSlots={(slots) => set({ slots })} />
        )}
        <Labelled
          label={texts('standin')}
          hint={texts('standin.hint')}
          fault={tried && content && fallback.trim() === '' ? texts('missing') : null}
        >
          {(control) => (
            <textarea
              {...control}
              className="as-field"
              dir="auto"
              rows={5}
              maxLength={8000}
              value={fallback}
              onChange={({ target }) => set({ fallback: target.value })}
            />
          )}
        </Labelled>
        <section className="rich-preview" aria-label={texts('preview')}>
          <h3 className="as-label">{texts('preview')}</h3>
          {content ? (
            <div className="bubble">
              <RichView content={content} fallback={fallback} />
            </div>
          ) : (
            <p className="as-hint">{texts('preview.empty')}</p>
          )}
        </section>
        <footer className="dialog-foot">
          <button type="button" className="as-button dense" onClick={onClose}>
            {t('common.cancel')}
          </button>
          <button type="submit" className="as-button as-button-main dense">
            {texts('send')}
          </button>
        </footer>
      </form>
    </Modal>
  );
}

interface LineProps {
  readonly label: string;
  readonly hint?: string;
  readonly type?: 'text' | 'url';
  readonly value: string;
  readonly fault: string | null;
  readonly onValue: (value: string) => void;
}

function Line({ label, hint, type = 'text', value, fault, onValue }: LineProps) {
  return (
    <Labelled label={label} hint={hint} fault={fault}>
      {(control) => (
        <input
          {...control}
          className="as-field"
          type={type}
          dir={type === 'url' ? 'ltr' : 'auto'}
          autoComplete="off"
          maxLength={type === 'url' ? 2000 : 300}
          value={value}
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Labelled>
  );
}

interface ChoiceLinesProps {
  readonly choices: readonly string[];
  readonly fault: string | null;
  readonly onChoices: (choices: readonly string[]) => void;
}

function ChoiceLines({ choices, fault, onChoices }: ChoiceLinesProps) {
  const texts = useComposeTexts();
  return (
    <fieldset className="group rich-lines">
      <legend className="as-label">{texts('choices')}</legend>
      {choices.map((choice, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: choices change while they are typed.
        <div key={index} className="rich-line">
          <input
            className="as-field"
            dir="auto"
            maxLength={300}
            aria-label={texts('choice', { number: index + 1 })}
            aria-invalid={fault !== null && choice.trim() === '' ? true : undefined}
            value={choice}
            onChange={({ target }) => onChoices(choices.map((old, at) => (at === index ? target.value : old)))}
          />
          <IconButton
            icon={X}
            label={texts('choice.remove', { number: index + 1 })}
            onPress={() => onChoices(choices.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {fault !== null && <p className="field-error">{fault}</p>}
      {choices.length < MOST_CHOICES && (
        <button type="button" className="as-button dense" onClick={() => onChoices([...choices, ''])}>
          <Plus size={16} aria-hidden="true" />
          {texts('choice.add')}
        </button>
      )}
    </fieldset>
  );
}

interface SlotLinesProps {
  readonly slots: RichDraft['slots'];
  readonly fault: string | null;
  readonly onSlots: (slots: RichDraft['slots']) => void;
}

function SlotLines({ slots, fault, onSlots }: SlotLinesProps) {
  const texts = useComposeTexts();
  const change = (index: number, part: Partial<RichDraft['slots'][number]>) =>
    onSlots(slots.map((old, at) => (at === index ? { ...old, ...part } : old)));
  return (
    <fieldset className="group rich-lines">
      <legend className="as-label">{texts('slots')}</legend>
      {slots.map(({ at, minutes }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: times change while they are typed.
        <div key={index} className="rich-line">
          <input
            type="datetime-local"
            className="as-field"
            aria-label={texts('slot', { number: index + 1 })}
            aria-invalid={fault !== null && at === '' ? true : undefined}
            value={at}
            onChange={({ target }) => change(index, { at: target.value })}
          />
          <input
            type="number"
            inputMode="numeric"
            className="as-field number"
            min={1}
            max={1440}
            aria-label={texts('slot.minutes', { number: index + 1 })}
            value={minutes || ''}
            onChange={({ target }) => change(index, { minutes: Math.trunc(Number(target.value)) })}
          />
          <IconButton
            icon={X}
            label={texts('slot.remove', { number: index + 1 })}
            onPress={() => onSlots(slots.filter((_, other) => other !== index))}
          />
        </div>
      ))}
      {fault !== null && <p className="field-error">{fault}</p>}
      {slots.length < MOST_SLOTS && (
        <button
          type="button"
          className="as-button dense"
          onClick={() => onSlots([...slots, { at: '', minutes: slots.at(-1)?.minutes ?? 30 }])}
        >
          <Plus size={16} aria-hidden="true" />
          {texts('slot.add')}
        </button>
      )}
    </fieldset>
  );
}
