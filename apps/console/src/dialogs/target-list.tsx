import { Search } from 'lucide-react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Collection } from 'react-aria-components/Collection';
import { Header } from 'react-aria-components/Header';
import { Input } from 'react-aria-components/Input';
import { ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { TextField } from 'react-aria-components/TextField';
import { useTexts } from '../i18n/use-language.ts';
import { ScrollFrame } from '../ui/scroll-frame.tsx';
import type { ColleagueTarget, QueueTarget, TransferTargets } from './transfer-targets.ts';

interface TargetListProps {
  readonly targets: TransferTargets;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly selected: string | null;
  readonly onSelect: (key: string) => void;
}

/** Queues and colleagues to choose one from; typing narrows, arrows move, Enter chooses. */
export function TargetList({ targets, query, onQuery, selected, onSelect }: TargetListProps) {
  const t = useTexts();
  const { queues, colleagues } = targets;
  return (
    <div className="targets">
      <Autocomplete inputValue={query} onInputChange={onQuery}>
        <TextField className="search" aria-label={t('transfer.search')} autoFocus>
          <Search size={16} aria-hidden="true" />
          <Input className="as-field" placeholder={t('transfer.search')} />
        </TextField>
        <ScrollFrame label={t('transfer.to')}>
          <ListBox
            className="choice-list"
            aria-label={t('transfer.to')}
            selectionMode="single"
            selectedKeys={selected ? [selected] : []}
            disabledKeys={colleagues.filter(({ ready }) => !ready).map(({ key }) => key)}
            onSelectionChange={(keys) => {
              const [key] = keys === 'all' ? [] : [...keys];
              if (key !== undefined) onSelect(String(key));
            }}
            renderEmptyState={() => <p className="card-empty">{t('transfer.none', { query })}</p>}
          >
            {queues.length > 0 && (
              <ListBoxSection id="queues">
                <Header className="choice-title">{t('transfer.queues')}</Header>
                <Collection items={queues.map((queue) => ({ id: queue.key, queue }))}>
                  {({ queue }) => <QueueLine queue={queue} />}
                </Collection>
              </ListBoxSection>
            )}
            {colleagues.length > 0 && (
              <ListBoxSection id="colleagues">
                <Header className="choice-title">{t('transfer.colleagues')}</Header>
                <Collection items={colleagues.map((colleague) => ({ id: colleague.key, colleague }))}>
                  {({ colleague }) => <ColleagueLine colleague={colleague} />}
                </Collection>
              </ListBoxSection>
            )}
          </ListBox>
        </ScrollFrame>
      </Autocomplete>
    </div>
  );
}

function QueueLine({ queue }: { readonly queue: QueueTarget }) {
  const t = useTexts();
  return (
    <ListBoxItem id={queue.key} textValue={queue.name} className="choice">
      <span className="choice-name">{queue.name}</span>
      <span className="choice-fact">{t('transfer.waiting', { count: queue.waiting })}</span>
    </ListBoxItem>
  );
}

function ColleagueLine({ colleague }: { readonly colleague: ColleagueTarget }) {
  const t = useTexts();
  const { key, name, state, free } = colleague;
  const places = free > 0 ? t('transfer.free', { count: free }) : t('transfer.full');
  return (
    <ListBoxItem id={key} textValue={name} className="choice">
      <span className="dot" data-state={state} aria-hidden="true" />
      <span className="choice-name clip" dir="auto">
        {name}
      </span>
      <span className="choice-fact">
        {t(`transfer.${state}`)}
        {state === 'available' && ` · ${places}`}
      </span>
    </ListBoxItem>
  );
}
