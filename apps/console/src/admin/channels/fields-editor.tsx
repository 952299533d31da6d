import { Plus, X } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Check } from '../kit/fields.tsx';
import { withAt, without } from '../kit/form-model.ts';
import { Labelled } from '../kit/labelled.tsx';
import { useAdmin } from '../kit/texts.ts';
import type { Form } from '../kit/use-form.ts';
import { type ChannelValues, EMPTY_FIELD, type FieldDraft } from './channel-model.ts';

const TYPES = ['text', 'email', 'list', 'tree'] as const;

interface FieldsEditorProps {
  readonly form: Form<ChannelValues>;
  readonly at: 'formFields' | 'contactFields' | 'customerFields';
  readonly most: number;
}

/** Questions, or facts that an app may tell: each with its label, its name and its kind. */
export function FieldsEditor({ form, at, most }: FieldsEditorProps) {
  const { a } = useAdmin();
  const fields = form.value[at];
  const set = (next: readonly FieldDraft[]) => form.set({ [at]: next });
  return (
    <>
      {fields.length === 0 && <p className="as-hint">{a('channels.fields.none')}</p>}
      {fields.map((field, index) => (
        <FieldEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed.
          key={index}
          field={field}
          number={index + 1}
          fault={(part) => form.fault(`${at}/${index}/${part}`)}
          onField={(next) => set(withAt(fields, index, next))}
          onRemove={() => set(without(fields, index))}
        />
      ))}
      {fields.length < most && (
        <button type="button" className="as-button dense" onClick={() => set([...fields, EMPTY_FIELD])}>
          <Plus size={16} aria-hidden="true" />
          {a('channels.field.add')}
        </button>
      )}
    </>
  );
}

interface FieldEditorProps {
  readonly field: FieldDraft;
  readonly number: number;
  readonly fault: (part: 'label' | 'ident' | 'lines') => string | null;
  readonly onField: (field: FieldDraft) => void;
  readonly onRemove: () => void;
}

function FieldEditor({ field, number, fault, onField, onRemove }: FieldEditorProps) {
  const { a } = useAdmin();
  const { label, ident, type, required, lines } = field;
  const name = label.trim() || a('channels.field', { number });
  return (
    <fieldset className="channel-field" aria-label={name}>
      <Labelled label={a('channels.field.label')} fault={fault('label')}>
        {(control) => (
          <input
            {...control}
            className="as-field"
            dir="auto"
            maxLength={200}
            value={label}
            onChange={({ target }) => onField({ ...field, label: target.value })}
          />
        )}
      </Labelled>
      <Labelled label={a('channels.field.ident')} fault={fault('ident')}>
        {(control) => (
          <input
            {...control}
            className="as-field"
            dir="ltr"
            maxLength={64}
            autoCapitalize="none"
            spellCheck={false}
            value={ident}
            onChange={({ target }) => onField({ ...field, ident: target.value })}
          />
        )}
      </Labelled>
      <Labelled label={a('channels.field.type')}>
        {(control) => (
          <select
            {...control}
            className="as-field"
            value={type}
            onChange={({ target }) => onField({ ...field, type: target.value as FieldDraft['type'] })}
          >
            {TYPES.map((one) => (
              <option key={one} value={one}>
                {a(`channels.type.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {(type === 'list' || type === 'tree') && (
        <Labelled
          label={a('channels.field.lines')}
          hint={a(type === 'tree' ? 'channels.field.lines.tree' : 'channels.field.lines.hint')}
          fault={fault('lines')}
        >
          {(control) => (
            <textarea
              {...control}
              className="as-field"
              dir="auto"
              rows={4}
              value={lines}
              onChange={({ target }) => onField({ ...field, lines: target.value })}
            />
          )}
        </Labelled>
      )}
      <div className="channel-field-foot">
        <Check
          label={a('channels.field.required')}
          checked={required}
          onChange={(on) => onField({ ...field, required: on })}
        />
        <IconButton icon={X} label={a('channels.field.remove', { name })} onPress={onRemove} />
      </div>
    </fieldset>
  );
}
