import type { CallSound } from '@alongside/protocol';
import { CheckRow, NumberRow } from '../admin/kit/fields.tsx';
import { Group } from '../admin/kit/group.tsx';
import { useAdmin } from '../admin/kit/texts.ts';
import type { Form } from '../admin/kit/use-form.ts';
import { formatRoute } from '../state/route.ts';
import { MESSAGE, type NumberValues } from './number-model.ts';
import { placesTold } from './sound-model.ts';
import { SoundRow } from './sound-row.tsx';
import { useTelephoneTexts } from './telephone-texts.ts';

interface ReceptionGroupProps {
  readonly form: Form<NumberValues>;
  readonly sounds: readonly CallSound[];
}

/** What is heard in the queue. */
export function WaitingGroup({ form, sounds }: ReceptionGroupProps) {
  const texts = useTelephoneTexts();
  const places = placesTold(sounds);
  return (
    <Group title={texts('numbers.waiting')}>
      <CheckRow form={form} at="waits" label={texts('numbers.waiting.label')} hint={texts('numbers.waiting.off')} />
      {form.value.waits && (
        <>
          <SoundRow
            form={form}
            at="music"
            label={texts('numbers.music')}
            none={texts('numbers.music.none')}
            sounds={sounds}
          />
          <CheckRow
            form={form}
            at="position"
            label={texts('numbers.position')}
            hint={places === 0 ? texts('numbers.position.none') : texts('numbers.position.told', { count: places })}
          />
        </>
      )}
    </Group>
  );
}

/** What is done with those whom nobody can answer. */
export function MessageGroup({ form, sounds }: ReceptionGroupProps) {
  const { a } = useAdmin();
  const texts = useTelephoneTexts();
  return (
    <Group title={texts('numbers.message')}>
      <CheckRow
        form={form}
        at="takesMessages"
        label={texts('numbers.message.label')}
        hint={
          <>
            {texts('numbers.message.where')}{' '}
            <a href={formatRoute({ at: 'page', page: 'calls', part: 'messages' })}>{texts('numbers.message.open')}</a>
          </>
        }
      />
      {form.value.takesMessages && (
        <>
          <SoundRow
            form={form}
            at="messageGreeting"
            label={texts('numbers.message.greeting')}
            none={texts('numbers.message.greeting.none')}
            sounds={sounds}
          />
          <NumberRow
            form={form}
            at="messageSeconds"
            label={texts('numbers.message.seconds')}
            unit={a('unit.seconds')}
            min={MESSAGE.least}
            max={MESSAGE.most}
          />
        </>
      )}
    </Group>
  );
}
