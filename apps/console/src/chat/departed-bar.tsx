import { Unplug } from 'lucide-react';
import { useBusy, useConsole, useConsoleState } from '../hooks/use-console.ts';
import type { Texts } from '../i18n/texts.ts';
import { useTexts } from '../i18n/use-language.ts';
import type { Departed } from '../state/model.ts';

function textOf({ departure, contact }: Departed, t: Texts): string {
  const { name } = contact.customer;
  switch (departure?.kind) {
    case 'lost':
      return t('lost.lost', { name });
    case 'signed_out':
      return t('lost.signed_out', { name });
    case 'transferred':
      return t('lost.transferred');
    case 'closed':
      return t('lost.closed');
    case 'taken':
      return t('lost.taken', { agent: departure.by });
    default:
      return t('lost.unknown');
  }
}

/** In place of the field once the contact is no longer mine: why, and the way back if there is one. What was written is kept. */
export function DepartedBar({ conversationId }: { readonly conversationId: string }) {
  const t = useTexts();
  const { commands, drafts } = useConsole();
  const item = useConsoleState(({ departed }) => departed.find((other) => other.conversationId === conversationId));
  const busy = useBusy(`pick:${item?.contact.id}`);
  if (!item) return null;
  const { contact, departure } = item;
  const draft = drafts.get(conversationId);
  const written = [draft.reply, draft.note].filter(Boolean).join('\n');
  const canPick = departure?.kind === 'lost' || departure?.kind === 'signed_out';
  return (
    <section className="locked" role="status">
      <p className="locked-text">
        <Unplug size={16} aria-hidden="true" />
        {textOf(item, t)}
      </p>
      {written !== '' && (
        <div className="locked-draft">
          <p className="as-hint">{t('composer.locked')}</p>
          <textarea className="as-field" readOnly aria-label={t('composer.draft')} value={written} rows={3} />
        </div>
      )}
      <div className="locked-actions">
        <button type="button" className="as-button dense" onClick={() => commands.putAside(conversationId)}>
          {t('lost.dismiss')}
        </button>
        {canPick && (
          <button
            type="button"
            className="as-button as-button-main dense"
            aria-disabled={busy}
            onClick={() => void commands.pick({ contactId: contact.id, customerName: contact.customer.name })}
          >
            {t('lost.pick')}
          </button>
        )}
      </div>
    </section>
  );
}
