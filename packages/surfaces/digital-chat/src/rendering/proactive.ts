import type { Channel } from '@alongside/domain';
import { derivedUuid } from './ids.ts';

export interface ProactiveAction {
  readonly actionId: string;
  readonly actionName: string;
  readonly actionType: 'WelcomeMessage' | 'CustomPopupBox';
  readonly bodyText: string;
  readonly headlineText?: string;
}

/** Data of FireProactiveAction. Variables in the text are filled in by the client. */
export const proactiveData = (
  { actionId, actionName, actionType, bodyText, headlineText }: ProactiveAction,
  destinationId: string,
): object => ({
  destination: { id: destinationId },
  proactiveAction: {
    action: {
      actionId,
      actionName,
      actionType,
      data: {
        content: { bodyText, ...(headlineText === undefined ? {} : { headlineText }) },
        handover: { customFields: [] },
      },
    },
    conditions: [],
  },
});

/** null: this channel greets nobody. */
export function welcomeAction(channel: Channel, destinationId: string): object | null {
  const { proactive, welcomeText, id } = channel;
  if (!proactive || !welcomeText) return null;
  return proactiveData(
    {
      actionId: derivedUuid(`${id}/welcome`),
      actionName: 'Welcome message',
      actionType: 'WelcomeMessage',
      bodyText: welcomeText,
    },
    destinationId,
  );
}
