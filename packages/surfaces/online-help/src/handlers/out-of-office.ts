import { BodyRefused, optionalTexts, parseBody, requiredText } from '../body.ts';
import type { OnlineHelpPorts } from '../ports.ts';
import { json } from '../request.ts';
import { auditedAs, type Sender, type SignedHandler } from './signed.ts';

const MOST_FORWARDS = 10;

/** POST /v1/application/enableoutofoffice: somebody is not there; who answers instead, in this order. */
export const enableOutOfOffice: SignedHandler = async (ports, sender, rawBody) => {
  const body = parseBody(rawBody);
  const staffId = requiredText(body, 'staffId', 128);
  const message = requiredText(body, 'outOfOfficeMessage', 1_000);
  const forwardToStaffIds = optionalTexts(body, 'forwardToStaffIds', MOST_FORWARDS, 128);
  return change(ports, sender, { staffId, value: { message, forwardToStaffIds } });
};

/** POST /v1/application/disableoutofoffice: they are back. Repeating it is harmless. */
export const disableOutOfOffice: SignedHandler = async (ports, sender, rawBody) =>
  change(ports, sender, { staffId: requiredText(parseBody(rawBody), 'staffId', 128), value: null });

/** POST /v1/application/getuseroutofofficeinfo */
export const getOutOfOfficeInfo: SignedHandler = async (ports, { tenantId }, rawBody) => {
  const found = await ports.getOutOfOffice(tenantId, requiredText(parseBody(rawBody), 'staffId', 128));
  if (!found) throw new BodyRefused('There is no such staff member.');
  const { value } = found;
  return json(200, {
    isSuccess: true,
    message: '',
    isOutOfOffice: value !== null,
    outOfOfficeMessage: value?.message ?? null,
    forwardToStaffIds: value?.forwardTo.map(({ staffNumber, id }) => staffNumber ?? id) ?? [],
  });
};

async function change(ports: OnlineHelpPorts, sender: Sender, input: Parameters<OnlineHelpPorts['setOutOfOffice']>[2]) {
  const outcome = await ports.setOutOfOffice(sender.tenantId, auditedAs(sender), input);
  if (outcome === 'unknown_staff') throw new BodyRefused('There is no such staff member.');
  if (outcome === 'unknown_forward') throw new BodyRefused('forwardToStaffIds names nobody who could answer instead.');
  return json(200, { isSuccess: true, message: '' });
}
