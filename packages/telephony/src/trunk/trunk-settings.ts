import { isIP } from 'node:net';
import type { Trunk } from '@alongside/domain';
import { isOneLine } from '../message/text.ts';

const hostName = /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,62}))*\.?$/;
const userName = /^[A-Za-z0-9\-_.!~*'()&=+$,;?/%]{1,128}$/;
/** What may be called over a trunk, E.164. */
export const e164 = /^\+[1-9]\d{6,14}$/;

/** What is wrong with a trunk as it was set up; null: nothing. Every text of it that is written into messages is held to its shape here. */
export function troubleWith(trunk: Trunk): string | null {
  if (isIP(trunk.host) === 0 && !hostName.test(trunk.host)) return 'bad_host';
  if (trunk.port !== null && (!Number.isInteger(trunk.port) || trunk.port < 1 || trunk.port > 65_535))
    return 'bad_port';
  if (trunk.username !== null && !userName.test(trunk.username)) return 'bad_username';
  if (trunk.mode === 'register' && (trunk.username === null || trunk.password === null)) return 'no_credentials';
  if (trunk.password !== null && !isOneLine(trunk.password)) return 'bad_password';
  if (!e164.test(trunk.callerNumber)) return 'bad_caller_number';
  if (trunk.codecs.length === 0) return 'no_codec';
  if (trunk.peers.some((peer) => isIP(peer) === 0)) return 'bad_peer';
  return null;
}
