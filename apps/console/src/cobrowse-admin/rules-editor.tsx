import { Plus, X } from 'lucide-react';
import { withAt, without } from '../admin/kit/form-model.ts';
import { Labelled } from '../admin/kit/labelled.tsx';
import type { Form } from '../admin/kit/use-form.ts';
import { useLanguage } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { type CobrowseAdminTexts, useCobrowseAdminTexts } from './cobrowse-admin-texts.ts';
import {
  type CobrowseValues,
  EMPTY_RULE,
  LISTS,
  linesOf,
  type RuleDraft,
  wrongPage,
  wrongSelector,
} from './rules-model.ts';

const MOST_RULES = 100;

/** What is wrong in the rules, by the path of the field. */
export function ruleFaults(rules: readonly RuleDraft[], texts: CobrowseAdminTexts): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const [index, rule] of rules.entries()) {
    const page = wrongPage(rule.pages);
    if (page !== null) faults[`rules/${index}/pages`] = texts('rule.pages.wrong', { line: page });
    for (const name of LISTS) {
      const line = wrongSelector(rule[name]);
      if (line !== null) faults[`rules/${index}/${name}`] = texts('rule.selector.wrong', { line });
    }
  }
  return faults;
}

/** The rules one under the other, each with what it says in words. */
export function RulesEditor({ form }: { readonly form: Form<CobrowseValues> }) {
  const texts = useCobrowseAdminTexts();
  const { rules } = form.value;
  return (
    <div className="cobrowse-rules">
      <h3 className="as-label">{texts('rules')}</h3>
      {rules.length === 0 && <p className="as-hint">{texts('rules.none')}</p>}
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name; its place is all that tells it.
        <Rule key={index} form={form} rule={rule} index={index} />
      ))}
      {rules.length < MOST_RULES && (
        <button
          type="button"
          className="as-button dense"
          onClick={() => form.set({ rules: [...rules, { ...EMPTY_RULE }] })}
        >
          <Plus size={16} aria-hidden="true" />
          {texts('rules.add')}
        </button>
      )}
    </div>
  );
}

interface RuleProps {
  readonly form: Form<CobrowseValues>;
  readonly rule: RuleDraft;
  readonly index: number;
}

function Rule({ form, rule, index }: RuleProps) {
  const texts = useCobrowseAdminTexts();
  const { rules } = form.value;
  const number = index + 1;
  const set = (part: Partial<RuleDraft>) => form.set({ rules: withAt(rules, index, { ...rule, ...part }) });
  const area = (name: 'pages' | (typeof LISTS)[number], hint?: string) => (
    <Labelled key={name} label={texts(`rule.${name}`)} hint={hint} fault={form.fault(`rules/${index}/${name}`)}>
      {(control) => (
        <textarea
          {...control}
          className="as-field cobrowse-lines"
          dir="ltr"
          spellCheck={false}
          rows={2}
          maxLength={20_000}
          value={rule[name]}
          onChange={({ target }) => set({ [name]: target.value })}
        />
      )}
    </Labelled>
  );
  return (
    <fieldset className="cobrowse-rule">
      <legend className="as-label">{texts('rule', { number })}</legend>
      <IconButton
        className="cobrowse-rule-remove"
        icon={X}
        label={texts('rule.remove', { number })}
        onPress={() => form.set({ rules: without(rules, index) })}
      />
      {area('pages', texts('rule.pages.hint'))}
      <Labelled label={texts('rule.mode')}>
        {(control) => (
          <select
            {...control}
            className="as-field"
            value={rule.mode}
            onChange={({ target }) => set({ mode: target.value as RuleDraft['mode'] })}
          >
            <option value="open">{texts('rule.mode.open')}</option>
            <option value="private">{texts('rule.mode.private')}</option>
          </select>
        )}
      </Labelled>
      {LISTS.map((name, place) => area(name, place === 0 ? texts('rule.selectors.hint') : undefined))}
      <Preview rule={rule} hidden={form.value.privateByDefault} />
    </fieldset>
  );
}

/** The rule as one would say it. */
function Preview({ rule, hidden }: { readonly rule: RuleDraft; readonly hidden: boolean }) {
  const texts = useCobrowseAdminTexts();
  const { formats } = useLanguage();
  const list = (text: string) => formats.list(linesOf(text));
  const pages = linesOf(rule.pages);
  const shown = linesOf(rule.show);
  const all = hidden || rule.mode === 'private';
  const said = [
    all
      ? shown.length > 0
        ? texts('preview.except', { list: list(rule.show) })
        : texts('preview.private')
      : rule.mask === '' && rule.hide === ''
        ? texts('preview.open')
        : '',
    linesOf(rule.mask).length > 0 ? texts('preview.mask', { list: list(rule.mask) }) : '',
    linesOf(rule.hide).length > 0 ? texts('preview.hide', { list: list(rule.hide) }) : '',
    linesOf(rule.readOnly).length > 0 ? texts('preview.readOnly', { list: list(rule.readOnly) }) : '',
  ].filter(Boolean);
  const where = pages.length === 0 ? texts('preview.all') : texts('preview.pages', { pages: formats.list(pages) });
  return (
    <p className="cobrowse-preview">
      <strong>{texts('preview')}:</strong> <bdi>{where}</bdi>: <bdi>{said.join('; ')}.</bdi>
    </p>
  );
}
