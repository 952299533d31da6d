import { Plus, X } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { withAt, without } from '../kit/form-model.ts';
import { useAdmin } from '../kit/texts.ts';
import { endOf, toField } from './open-now.ts';

export interface Span {
  readonly from: string;
  readonly to: string;
}

interface SpansProps {
  readonly spans: readonly Span[];
  readonly onSpans: (spans: Span[]) => void;
  /** The day or holiday. */
  readonly name: string;
  readonly most: number;
  readonly shut: string;
  readonly fault: string | null;
}

/** Opening spans of one day. */
export function Spans({ spans, onSpans, name, most, shut, fault }: SpansProps) {
  const { a } = useAdmin();
  const add = () => {
    const last = spans.at(-1);
    onSpans([...spans, last ? { from: toField(last.to), to: '24:00' } : { from: '09:00', to: '17:00' }]);
  };
  return (
    <div className="spans">
      {spans.length === 0 && <span className="as-hint">{shut}</span>}
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day.
        <span key={index} className="span">
          <input
            type="time"
            className="as-field"
            aria-label={a('hours.from', { day: name })}
            aria-invalid={fault === null ? undefined : true}
            value={span.from}
            onChange={({ target }) => onSpans(withAt(spans, index, { ...span, from: target.value }))}
          />
          –
          <input
            type="time"
            className="as-field"
            aria-label={a('hours.to', { day: name })}
            aria-invalid={fault === null ? undefined : true}
            value={toField(span.to)}
            onChange={({ target }) => onSpans(withAt(spans, index, { ...span, to: endOf(target.value) }))}
          />
          <IconButton
            icon={X}
            label={a('hours.span.remove', { day: name })}
            onPress={() => onSpans(without(spans, index))}
          />
        </span>
      ))}
      {spans.length < most && <IconButton icon={Plus} label={a('hours.span.add', { day: name })} onPress={add} />}
      {fault !== null && <p className="field-error">{fault}</p>}
    </div>
  );
}
