import { MessageSquare, StickyNote } from 'lucide-react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { useTexts } from '../i18n/use-language.ts';

interface ModeToggleProps {
  readonly mode: 'reply' | 'note';
  readonly onChange: (mode: 'reply' | 'note') => void;
}

/** To the customer, or to colleagues. */
export function ModeToggle({ mode, onChange }: ModeToggleProps) {
  const t = useTexts();
  return (
    <ToggleButtonGroup
      className="modes"
      aria-label={t('composer.mode')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[mode]}
      onSelectionChange={(keys) => onChange(keys.has('note') ? 'note' : 'reply')}
    >
      <ToggleButton id="reply" className="mode">
        <MessageSquare size={14} aria-hidden="true" />
        {t('composer.reply')}
      </ToggleButton>
      <ToggleButton id="note" className="mode mode-note">
        <StickyNote size={14} aria-hidden="true" />
        {t('composer.note')}
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
