import { ATTACHED_DATA_CHARACTERS, ATTACHED_DATA_NAMES, LIMITS, type StartOnlineHelp } from '@alongside/protocol';
import type { Platform } from '../kernel/platform.ts';
import { Refused } from '../kernel/refused.ts';
import { digestOf } from '../kernel/tokens.ts';
import { mustOpenBackend } from './backend.ts';

/** Long enough for the start that follows at once. */
const GRANT_SECONDS = 60;

/**
 * The grant that a start stands on: the company's transaction hash, or for a registered customer one of our own, made once its backend has
 * said that the token is good. Of one start there is one, however often it is repeated.
 */
export async function grantOf(platform: Platform, tenantId: string, input: StartOnlineHelp): Promise<string> {
  const { registration, transactionHash } = input;
  if (registration === undefined) {
    if (transactionHash !== undefined) return transactionHash;
    throw new Refused('invalid_request', {
      field: '/transactionHash',
      message: 'Give a transactionHash, or a registration.',
    });
  }
  if (transactionHash !== undefined)
    throw new Refused('invalid_request', {
      field: '/registration',
      message: 'Give a transactionHash or a registration, not both.',
    });
  const { customerId, deviceHash, startId } = input;
  // Never leaves this process; the token in it is what nobody else can know.
  const grant = JSON.stringify(['registration', startId, registration.deviceId, registration.dlgToken]);
  const digest = digestOf(grant);
  const run = platform.store.transaction.bind(platform.store);
  const begun = () =>
    run(tenantId, (tx) =>
      tx.directory.repeatedStart(digest, { customerId, deviceHash }, startId, LIMITS.startRetrySeconds),
    );
  // A token may be good for one question: whoever repeats a start has had the answer to it.
  if (await begun()) return grant;
  const backend = await mustOpenBackend(platform, tenantId);
  const verdict = await platform.company.checkAuthToken(backend, {
    ...registration,
    customerNo: customerId,
    deviceHash,
  });
  // The first try may have been under way still.
  if (verdict !== 'valid' && (await begun())) return grant;
  if (verdict === 'no_answer') throw new Refused('company_unavailable');
  if (verdict === 'invalid') throw new Refused('start_refused');
  await run(tenantId, (tx) => tx.directory.keepTransactionHash(digest, { customerId, deviceHash }, GRANT_SECONDS));
  return grant;
}

/** @throws Refused `invalid_request` for more than is let through */
export function assertAttachable(data: Readonly<Record<string, string>> | undefined): void {
  const names = Object.keys(data ?? {});
  if (names.length > ATTACHED_DATA_NAMES || names.some((name) => name.length === 0 || name.length > 64))
    throw new Refused('invalid_request', {
      field: '/attachedData',
      message: `attachedData may have at most ${ATTACHED_DATA_NAMES} names, of 1 to 64 characters each.`,
    });
  const length = Object.entries(data ?? {}).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (length > ATTACHED_DATA_CHARACTERS)
    throw new Refused('invalid_request', {
      field: '/attachedData',
      message: `attachedData may have at most ${ATTACHED_DATA_CHARACTERS} characters.`,
    });
}
