import type { Route } from '@alongside/protocol';
import type { Limit, RateName } from '../edge/rates.ts';

const BY_ADDRESS: Readonly<Record<string, RateName>> = {
  signIn: 'signIn',
  signInByCompany: 'signIn',
  signInToPhone: 'signIn',
  startOnlineHelp: 'start',
  openChannel: 'start',
  createFirstAdministrator: 'setup',
  reportVisitor: 'visitor',
  getPushKey: 'pushKey',
};
const BY_SESSION: Readonly<Record<string, RateName>> = {
  uploadFile: 'upload',
  createSocketTicket: 'ticket',
  saveHelpPush: 'push',
  savePhonePush: 'push',
  saveChannelPush: 'push',
};

/** Counts a call where its route has a limit of its own: by address before anything is looked up, by session once it is known. */
export function limitFor(limit: Limit, { operationId }: Route, key: { ip: string; session: string | null }): void {
  const name = key.session === null ? BY_ADDRESS[operationId] : BY_SESSION[operationId];
  if (name) limit(name, key.session ?? key.ip);
}
