import type { VisitorSettings } from '@alongside/protocol';
import { type FormEvent, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import type { Request } from '../hooks/use-request.ts';
import { useVisitorTexts } from './use-visitor-texts.ts';

const TRACKING = ['on', 'consent', 'off'] as const;
const MONTHS = [0, 1, 3, 6, 12, 24];

/** For administrators: whose pages are kept, and for how long. */
export function SettingsPanel({ settings }: { readonly settings: Request<VisitorSettings> }) {
  const texts = useVisitorTexts();
  return (
    <details className="visitor-settings">
      <summary>{texts('settings')}</summary>
      {settings.data && <SettingsForm base={settings.data} saved={settings.again} />}
    </details>
  );
}

function SettingsForm({ base, saved }: { readonly base: VisitorSettings; readonly saved: () => void }) {
  const texts = useVisitorTexts();
  const { client, notices } = useConsole();
  const [value, setValue] = useState(base);
  const [busy, setBusy] = useState(false);
  const months = [...new Set([...MONTHS, value.keepMonths])].sort((one, other) => one - other);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      await client.call('saveVisitorSettings', { body: value });
      notices.show('success', () => texts('settings.saved'));
      saved();
    } catch (error) {
      notices.failure(error);
    }
    setBusy(false);
  };
  return (
    <form className="visitor-settings-form" onSubmit={(event) => void save(event)}>
      <fieldset className="visitor-tracking">
        <legend className="as-label">{texts('settings.tracking')}</legend>
        {TRACKING.map((tracking) => (
          <label key={tracking} className="visitor-choice">
            <input
              type="radio"
              name="tracking"
              checked={value.tracking === tracking}
              onChange={() => setValue({ ...value, tracking })}
            />
            {texts(`settings.${tracking}`)}
          </label>
        ))}
      </fieldset>
      <div>
        <label className="as-label" htmlFor="visitor-months">
          {texts('settings.months')}
        </label>
        <select
          id="visitor-months"
          className="as-field list-filter"
          value={value.keepMonths}
          onChange={(event) => setValue({ ...value, keepMonths: Number(event.target.value) })}
        >
          {months.map((count) => (
            <option key={count} value={count}>
              {texts('settings.month', { count })}
            </option>
          ))}
        </select>
        <p className="as-hint">{texts('settings.hint')}</p>
      </div>
      <button type="submit" className="as-button as-button-main dense" aria-disabled={busy}>
        {texts('settings.save')}
      </button>
    </form>
  );
}
