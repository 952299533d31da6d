import type { Webhook } from '@alongside/protocol';
import { Duration, DurationRow } from '../kit/duration.tsx';
import { Check, CheckRow, NumberField, NumberRow } from '../kit/fields.tsx';
import { Group } from '../kit/group.tsx';
import { Labelled } from '../kit/labelled.tsx';
import { useAdmin } from '../kit/texts.ts';
import type { Form } from '../kit/use-form.ts';
import type { QueueValues } from './queue-model.ts';

interface ServingGroupProps {
  readonly form: Form<QueueValues>;
  readonly webhooks: readonly Webhook[];
}

const OFFER_SECONDS = 20;
const DEADLINE_MS = 2_000;

/** How it rings, the goal, what comes after a contact, and who decides. */
export function ServingGroup({ form, webhooks }: ServingGroupProps) {
  const { a } = useAdmin();
  const { serviceLevel, externalRouter } = form.value;
  const [first] = webhooks;
  return (
    <>
      <Group title={a('queues.goal')}>
        <div className="columns">
          <Labelled label={a('queues.goal.percent')} fault={form.fault('serviceLevel/goal')}>
            {(control) => (
              <span className="with-unit">
                <NumberField
                  {...control}
                  min={1}
                  max={100}
                  value={serviceLevel.goal}
                  onNumber={(goal) => form.set({ serviceLevel: { ...serviceLevel, goal } })}
                />
                %
              </span>
            )}
          </Labelled>
          <Labelled label={a('queues.goal.within')} fault={form.fault('serviceLevel/seconds')}>
            {(control) => (
              <Duration
                control={control}
                label={a('queues.goal.within')}
                seconds={serviceLevel.seconds}
                onSeconds={(seconds) => form.set({ serviceLevel: { ...serviceLevel, seconds } })}
              />
            )}
          </Labelled>
        </div>
        <p className="as-hint">{a('queues.goal.hint')}</p>
      </Group>
      <Group title={a('queues.agents')}>
        <DurationRow
          form={form}
          at="offerSeconds"
          label={a('company.offer')}
          optional={{ label: a('queues.offer.own'), first: OFFER_SECONDS }}
        />
        <NumberRow
          form={form}
          at="preferLastAgentHours"
          label={a('queues.prefer')}
          hint={a('queues.prefer.hint')}
          unit={a('unit.hours')}
          min={0}
          max={720}
        />
        <DurationRow form={form} at="afterContactSeconds" label={a('queues.after')} hint={a('queues.after.hint')} />
        <CheckRow form={form} at="survey" label={a('queues.survey')} hint={a('queues.survey.hint')} />
      </Group>
      <Group title={a('queues.router')}>
        <Check
          label={a('queues.router.use')}
          hint={a(first ? 'queues.router.hint' : 'queues.router.none')}
          disabled={!first && externalRouter === null}
          checked={externalRouter !== null}
          onChange={(on) =>
            form.set({
              externalRouter: on && first ? { webhookId: first.id, deadlineMilliseconds: DEADLINE_MS } : null,
            })
          }
        />
        {externalRouter && (
          <div className="under columns">
            <Labelled label={a('queues.router.webhook')} fault={form.fault('externalRouter/webhookId')}>
              {(control) => (
                <select
                  {...control}
                  className="as-field"
                  value={externalRouter.webhookId}
                  onChange={({ target }) =>
                    form.set({ externalRouter: { ...externalRouter, webhookId: target.value } })
                  }
                >
                  {webhooks.map(({ id, url, description }) => (
                    <option key={id} value={id}>
                      {description || url}
                    </option>
                  ))}
                </select>
              )}
            </Labelled>
            <Labelled
              label={a('queues.router.deadline')}
              hint={a('queues.router.deadline.hint')}
              fault={form.fault('externalRouter/deadlineMilliseconds')}
            >
              {(control) => (
                <span className="with-unit">
                  <NumberField
                    {...control}
                    min={100}
                    max={10_000}
                    step={100}
                    value={externalRouter.deadlineMilliseconds}
                    onNumber={(deadlineMilliseconds) =>
                      form.set({ externalRouter: { ...externalRouter, deadlineMilliseconds } })
                    }
                  />
                  ms
                </span>
              )}
            </Labelled>
          </div>
        )}
      </Group>
    </>
  );
}
