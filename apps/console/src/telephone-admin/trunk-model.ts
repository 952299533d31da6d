import type { TrunkSettings } from '@alongside/protocol';
import type { Faults } from '../admin/kit/form-model.ts';
import { e164Of, firstWrong, linesOf, looksLikeAddress } from './lines.ts';
import type { TelephoneTexts } from './telephone-texts.ts';

export interface TrunkValues
  extends Omit<TrunkSettings, 'id' | 'hasPassword' | 'port' | 'username' | 'peers' | 'codecs'> {
  /** Empty: the usual one. */
  readonly port: string;
  readonly username: string;
  /** Empty: as it is. */
  readonly password: string;
  /** One per line. */
  readonly peers: string;
  /** In order, with a space between. */
  readonly codecs: string;
}

export const CODECS = ['PCMA PCMU', 'PCMU PCMA', 'PCMA', 'PCMU'] as const;

const NEW: TrunkValues = {
  name: '',
  mode: 'register',
  host: '',
  port: '',
  transport: 'udp',
  username: '',
  password: '',
  peers: '',
  srtp: 'when_offered',
  callerNumber: '',
  codecs: 'PCMA PCMU',
  enabled: true,
};

export function valuesOf(trunk: TrunkSettings | null): TrunkValues {
  if (trunk === null) return NEW;
  const { name, mode, host, port, transport, username, peers, srtp, callerNumber, codecs, enabled } = trunk;
  return {
    ...{ name, mode, host, transport, srtp, callerNumber, enabled },
    port: port === null ? '' : String(port),
    username: username ?? '',
    password: '',
    peers: peers.join('\n'),
    codecs: codecs.join(' '),
  };
}

type TrunkBody = Omit<TrunkSettings, 'id' | 'hasPassword'> & { readonly password?: string | null };

/** What belongs to the other way of being known is taken away, a password too. */
export function bodyOf(values: TrunkValues): TrunkBody {
  const { port, username, password, peers, codecs, ...rest } = values;
  const signsIn = values.mode === 'register';
  return {
    ...rest,
    name: rest.name.trim(),
    host: rest.host.trim(),
    callerNumber: e164Of(rest.callerNumber) ?? rest.callerNumber,
    port: port.trim() === '' ? null : Number(port),
    username: signsIn ? username.trim() : null,
    peers: linesOf(peers),
    codecs: codecs.split(' ') as TrunkSettings['codecs'],
    ...(signsIn ? password !== '' && { password } : { password: null }),
  };
}

export function faultsOf(
  values: TrunkValues,
  { hasPassword }: { readonly hasPassword: boolean },
  texts: TelephoneTexts,
  required: string,
): Faults {
  const { name, mode, host, port, username, password, peers, callerNumber } = values;
  const wrongPeer = firstWrong(peers, looksLikeAddress);
  const signsIn = mode === 'register';
  return {
    ...(name.trim() === '' && { name: required }),
    ...(!/^[a-z0-9.:\-[\]]+$/i.test(host.trim()) && { host: texts('trunk.host.wrong') }),
    ...(port.trim() !== '' &&
      !(/^\d{1,5}$/.test(port.trim()) && Number(port) >= 1 && Number(port) <= 65_535) && {
        port: texts('trunk.port.wrong'),
      }),
    ...(signsIn && username.trim() === '' && { username: texts('trunk.password.needed') }),
    ...(signsIn && !hasPassword && password === '' && { password: texts('trunk.password.needed') }),
    ...(wrongPeer !== null && { peers: texts('trunk.peers.wrong', { line: wrongPeer }) }),
    ...(!signsIn && linesOf(peers).length === 0 && { peers: texts('trunk.peers.needed') }),
    ...(e164Of(callerNumber) === null && { callerNumber: texts('number.wrong') }),
  };
}

/** What names the fault of a trunk, to be run on the server. The password comes by the environment: arguments can be seen by everybody there. */
export function doctorCommand({ mode, host, port, transport, username }: TrunkSettings): string {
  const user = mode === 'register' && username ? `${encodeURIComponent(username).replaceAll("'", '%27')}@` : '';
  const address = `sip:${user}${host}${port === null ? '' : `:${port}`}${transport === 'udp' ? '' : `;transport=${transport}`}`;
  return `${mode === 'register' ? 'ALONGSIDE_TRUNK_PASSWORD=… ' : ''}alongside doctor --trunk '${address}'`;
}
