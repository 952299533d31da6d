import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Random } from '@alongside/domain';
import { type Asked, ask } from '../call/ask.ts';
import { USER_AGENT } from '../call/services.ts';
import { standardTiming, stoppable, systemClock, type Timing } from '../clock.ts';
import type { SipResponse } from '../message/sip-message.ts';
import { hostAndPort } from '../message/uri.ts';
import type { Field } from '../message/write-message.ts';
import { agree } from '../sdp/negotiate.ts';
import { parseSdp } from '../sdp/parse-sdp.ts';
import type { OutgoingRequest } from '../transaction/outgoing.ts';
import { Transactions } from '../transaction/transactions.ts';
import { type Endpoint, faultOf, type TransportName } from '../transport/endpoint.ts';
import { type Resolver, resolveHost, systemResolver } from '../transport/resolve.ts';
import { Transports } from '../transport/transports.ts';
import { seenAt } from '../trunk/registration.ts';

/** What is asked about a trunk. */
export interface TrunkToInspect {
  readonly host: string;
  readonly port: number | null;
  readonly transport: TransportName;
  /** null: it knows us by our address. */
  readonly credentials: { readonly username: string; readonly password: string } | null;
  /** PEM of authorities to believe instead of the public ones. */
  readonly ca?: string;
}

/** One line of the answer, named by where the fault lies. */
export interface TrunkFinding {
  readonly level: 'ok' | 'warn' | 'bad';
  readonly about: 'dns' | 'connection' | 'tls' | 'account' | 'codec' | 'nat' | 'sound';
  readonly text: string;
}

export interface InspectOptions {
  readonly random: Random;
  readonly resolver?: Resolver;
  readonly timing?: Timing;
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/**
 * Asks a trunk what it says to us, without a call and without disturbing a registration that stands: names, connection, certificate, account,
 * address as it is seen there. Never rejects; ends within some 35 seconds for each address.
 */
export async function inspectTrunk(trunk: TrunkToInspect, options: InspectOptions): Promise<TrunkFinding[]> {
  const findings: TrunkFinding[] = [];
  const add = (level: TrunkFinding['level'], about: TrunkFinding['about'], text: string) =>
    void findings.push({ level, about, text });
  let ways: readonly Endpoint[];
  try {
    ways = await resolveHost(options.resolver ?? systemResolver, trunk);
    add('ok', 'dns', `${trunk.host} is ${ways.map(({ host, port }) => hostAndPort(host, port)).join(', ')}`);
  } catch (error) {
    add(
      'bad',
      'dns',
      `${trunk.host} has no address (${faultOf(error).message}); check the name, or this machine's DNS.`,
    );
    return findings;
  }
  let answered = false;
  for (const way of ways) answered = (await inspectWay(trunk, way, options, add)) || answered;
  if (!answered) return findings;
  add(
    'warn',
    'sound',
    'sound was not checked, since no call was made: if one side hears nothing, let the UDP ports of the media engine through and give it its public address',
  );
  return findings;
}

type Add = (level: TrunkFinding['level'], about: TrunkFinding['about'], text: string) => void;

/** true: it answers. */
async function inspectWay(trunk: TrunkToInspect, way: Endpoint, options: InspectOptions, add: Add): Promise<boolean> {
  const where = `${hostAndPort(way.host, way.port)} by ${way.transport.toUpperCase()}`;
  const probe = await Probe.open(trunk, way, options);
  try {
    const asked = await probe.ask('OPTIONS', `sip:${hostAndPort(trunk.host, trunk.port)}`);
    if (asked.kind !== 'answered') {
      add('bad', ...faultText(asked, where, trunk.host));
      return false;
    }
    add('ok', way.transport === 'tls' ? 'tls' : 'connection', `${where} answers (${asked.response.status})`);
    inspectNat(asked.response, add);
    inspectCodecs(asked.response, add);
    if (trunk.credentials === null) inspectAddress(asked.response, add);
    else inspectAccount(await probe.ask('REGISTER', `sip:${hostAndPort(trunk.host, null)}`), trunk, add);
    return true;
  } finally {
    await probe.close();
  }
}

function faultText(
  asked: Exclude<Asked, { kind: 'answered' }>,
  where: string,
  host: string,
): [TrunkFinding['about'], string] {
  const fault = asked.kind === 'failed' ? asked.failure.fault : 'timeout';
  const told = asked.kind === 'failed' ? ` (${asked.failure.message})` : '';
  if (fault === 'tls')
    return [
      'tls',
      `${where} shows a certificate that is not believed${told}; it must be for ${host} and from a known authority.`,
    ];
  if (fault === 'refused') return ['connection', `${where} is closed${told}; check port and transport.`];
  if (fault === 'timeout')
    return [
      'connection',
      `${where} does not answer; check port and transport, a firewall, and whether the carrier knows our address.`,
    ];
  return ['connection', `${where} cannot be reached${told}.`];
}

function inspectAccount(asked: Asked, { credentials }: TrunkToInspect, add: Add): void {
  const name = credentials?.username ?? '';
  if (asked.kind !== 'answered') {
    add(
      'bad',
      'account',
      'the registrar did not answer REGISTER, though the host answers; check that this is the registrar.',
    );
    return;
  }
  const { status } = asked.response;
  if (status < 300) add('ok', 'account', `the registrar takes ${name} with this password (${status})`);
  else if (status === 401 || status === 407)
    add(
      'bad',
      'account',
      `wrong password, or no account ${name} (${status}); wait some minutes before the next try, carriers ban.`,
    );
  else if (status === 403)
    add(
      'bad',
      'account',
      `the registrar forbids ${name} (403): the account is closed, or our address is not on its list.`,
    );
  else if (status === 404) add('bad', 'account', `the registrar does not know ${name} (404); check name and host.`);
  else add('warn', 'account', `the registrar answers REGISTER with ${status} ${asked.response.reason}`);
}

function inspectAddress({ status }: SipResponse, add: Add): void {
  if (status === 403 || status === 401 || status === 407)
    add(
      'bad',
      'account',
      `it does not take our address for known (${status}); have it put on the carrier's list, or give an account.`,
    );
  else add('ok', 'account', `it answers our address (${status}); whether it takes calls from it shows the first call`);
}

function inspectNat(response: SipResponse, add: Add): void {
  const seen = seenAt(response);
  const own = hostAndPort(response.via.host, response.via.port);
  if (seen === null) add('ok', 'nat', `no NAT between: it sees us at ${own}, as we are`);
  else
    add(
      'warn',
      'nat',
      `a NAT is between: we are ${own}, it sees ${hostAndPort(seen.host, seen.port)}; give the public address to telephony and media, or callers are not heard.`,
    );
}

function inspectCodecs({ body }: SipResponse, add: Add): void {
  const sdp = parseSdp(body);
  if (sdp === null)
    add(
      'warn',
      'codec',
      'it does not say which codecs it has; a call refused with 488 would mean that G.711 is not among them',
    );
  else if (agree(sdp, { srtp: 'when_offered', codecs: ['PCMU', 'PCMA'] }) === null)
    add('bad', 'codec', 'it has neither PCMU nor PCMA; have G.711 switched on at the carrier.');
  else add('ok', 'codec', `it has ${sdp.codecs.map(({ codec }) => codec).join(' and ')}`);
}

/** A way out for one address, with the local address that the system takes for it. */
class Probe {
  readonly #transports: Transports;
  readonly #transactions: Transactions;
  readonly #trunk: TrunkToInspect;
  readonly #way: Endpoint;
  readonly #randomText: () => string;
  readonly #clock = stoppable(systemClock);
  #seq = 0;

  private constructor(trunk: TrunkToInspect, way: Endpoint, own: string, options: InspectOptions) {
    this.#trunk = trunk;
    this.#way = way;
    this.#randomText = () => Buffer.from(options.random.bytes(12)).toString('hex');
    this.#transports = new Transports({
      listen: [{ transport: 'udp', host: own, port: 0 }],
      advertise: null,
      tls: trunk.ca === undefined ? {} : { ca: trunk.ca },
      log: quiet,
      isBanned: () => false,
      onMessage: (message, from) => this.#transactions.receive(message, from),
    });
    this.#transactions = new Transactions({
      clock: this.#clock,
      timing: options.timing ?? standardTiming,
      randomText: this.#randomText,
      send: (text, to) => this.#transports.send(text, to),
      own: (to) => this.#transports.own(to.transport),
      admit: () => 'drop',
      onRequest: () => {},
      onAck: () => {},
    });
  }

  static async open(trunk: TrunkToInspect, way: Endpoint, options: InspectOptions): Promise<Probe> {
    const probe = new Probe(trunk, way, await localAddressFor(way), options);
    await probe.#transports.open();
    return probe;
  }

  /** A REGISTER without Contact only asks what is registered: nothing of the server's own is replaced. */
  ask(method: 'OPTIONS' | 'REGISTER', uri: string): Promise<Asked> {
    const { credentials, host } = this.#trunk;
    const { host: own, port } = this.#transports.own('udp');
    const account = `sip:${credentials?.username ?? 'alongside'}@${hostAndPort(host, null)}`;
    const tag = this.#randomText();
    const callId = this.#randomText();
    const make = (extra: readonly Field[]): OutgoingRequest => {
      this.#seq += 1;
      const contact: Field[] = method === 'OPTIONS' ? [['Contact', `<sip:doctor@${hostAndPort(own, port)}>`]] : [];
      return {
        method,
        uri,
        fields: [
          ['Max-Forwards', '70'],
          ['From', `<${account}>;tag=${tag}`],
          ['To', `<${method === 'REGISTER' ? account : uri}>`],
          ['Call-ID', callId],
          ['CSeq', `${this.#seq} ${method}`],
          ...contact,
          ['Accept', 'application/sdp'],
          ['User-Agent', USER_AGENT],
          ...extra,
        ],
      };
    };
    const transactions = this.#transactions;
    // One try with the password, not two: carriers count.
    return ask({
      transactions,
      randomText: this.#randomText,
      make,
      to: this.#way,
      credentials: method === 'REGISTER' ? credentials : null,
    });
  }

  async close(): Promise<void> {
    this.#clock.stop();
    await this.#transports.close();
  }
}

/** Nothing is sent: a datagram socket that is connected knows which way it would go. */
function localAddressFor({ host, port }: Endpoint): Promise<string> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  return new Promise((resolve) => {
    const end = (address: string) => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => end(isIPv6(host) ? '::' : '0.0.0.0'));
    socket.connect(port, host, () => end(socket.address().address));
  });
}
