import type { ContactWeights } from '@alongside/protocol';
import { useConsole } from '../../hooks/use-console.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { NumberRow } from '../kit/fields.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { SettingsForm } from '../kit/settings-form.tsx';
import { useAdmin } from '../kit/texts.ts';
import type { SectionProps } from '../sections.ts';
import { KINDS } from './kinds.ts';

/** How much of an agent's capacity one contact of each kind takes. */
export function WeightsSection(_props: SectionProps) {
  const { client } = useConsole();
  const weights = useRequest('admin-weights', () => client.call('getContactWeights'));
  return (
    <AdminFrame section="weights">
      <Loaded of={{ weights }}>{(data) => <WeightsForm weights={data.weights} />}</Loaded>
    </AdminFrame>
  );
}

function WeightsForm({ weights }: { readonly weights: ContactWeights }) {
  const { a } = useAdmin();
  const { client, cache } = useConsole();
  const save = async (body: ContactWeights) =>
    void cache.set('admin-weights', await client.call('saveContactWeights', { body }));
  return (
    <SettingsForm section="weights" base={weights} save={save}>
      {(form) => (
        <>
          <p>{a('weights.text')}</p>
          {KINDS.map((kind) => (
            <NumberRow key={kind} form={form} at={kind} label={a(`kind.${kind}`)} min={1} max={100} />
          ))}
          <p className="as-hint">
            {a('weights.example', {
              capacity: form.value.VIDEO_CALL * 2 || 0,
              count: 2,
              chats: Math.floor((form.value.VIDEO_CALL * 2) / form.value.CHAT) || 0,
            })}
          </p>
        </>
      )}
    </SettingsForm>
  );
}
