import type { Device, Logger, TelephonyEvent } from '@alongside/domain';
import type { Bans } from '../auth/bans.ts';
import type { Nonces } from '../auth/nonces.ts';
import { challenge, isProven, verifyDigest } from '../auth/verify-digest.ts';
import type { EngineClock } from '../clock.ts';
import { type NameAddress, parseNameAddress } from '../message/name-address.ts';
import type { SipRequest } from '../message/sip-message.ts';
import type { OutgoingResponse } from '../transaction/outgoing.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { type Endpoint, isReliable } from '../transport/endpoint.ts';

import { Challenges } from './challenges.ts';

/** Seconds. */
const SHORTEST = 30;
const LONGEST = 3_600;
const USUAL = 600;

/** Where an agent's telephone is. */
export interface Binding {
  readonly device: Device;
  /** The address that it wants to be called by. */
  readonly contact: string;
  /** Where its REGISTER came from: the way back through its NAT. */
  readonly endpoint: Endpoint;
  readonly cancelExpiry: () => void;
}

export interface RegistrarServices {
  readonly clock: EngineClock;
  readonly log: Logger;
  readonly nonces: Nonces;
  readonly bans: Bans;
  /** For names that nobody has. */
  readonly nobodysPassword: string;
  readonly emit: (event: TelephonyEvent) => void;
}

/** Signs agents' own telephones in; the last one of each agent counts. */
export class Registrar {
  readonly #services: RegistrarServices;
  readonly #challenges = new Challenges();
  #devices: ReadonlyMap<string, Device> = new Map();
  /** By agent. */
  readonly #bindings = new Map<string, Binding>();

  constructor(services: RegistrarServices) {
    this.#services = services;
  }

  /** The whole list. A telephone whose password changed or that is gone is signed out. */
  set(devices: readonly Device[]): void {
    this.#devices = new Map(devices.map((device) => [device.username, device]));
    for (const { device } of [...this.#bindings.values()]) {
      const now = this.#devices.get(device.username);
      if (now?.agentId !== device.agentId || now.password !== device.password) this.#forget(device.agentId);
    }
  }

  binding(agentId: string): Binding | null {
    return this.#bindings.get(agentId) ?? null;
  }

  isKnown(agentId: string): boolean {
    for (const device of this.#devices.values()) if (device.agentId === agentId) return true;
    return false;
  }

  /** A telephone that is signed in sends from here. */
  isBound(from: Pick<Endpoint, 'host' | 'port'>): boolean {
    for (const { endpoint } of this.#bindings.values())
      if (endpoint.host === from.host && endpoint.port === from.port) return true;
    return false;
  }

  /** Whoever has not been challenged yet is, at the cost of nothing kept. */
  admit(request: SipRequest, from: Endpoint): 'take' | OutgoingResponse {
    return request.headers.get('authorization') === null ? this.#challenge(request, from, false) : 'take';
  }

  receive(transaction: ServerTransaction): void {
    const { request, from } = transaction;
    const { nonces, bans, log, nobodysPassword } = this.#services;
    this.#challenges.answered(request);
    const verdict = verifyDigest(request, nonces, (username) => {
      const device = this.#devices.get(username);
      return { password: device?.password ?? nobodysPassword, exists: device !== undefined };
    });
    const device = verdict.outcome === 'right' ? this.#devices.get(verdict.username) : undefined;
    if (device && request.to.uri.user === device.username) {
      bans.succeed(from.host);
      this.#bind(transaction, device);
      return;
    }
    // Anybody can write an office's address on a datagram.
    const counts = verdict.outcome !== 'stale' && (isReliable(from.transport) || isProven(request, nonces, from.host));
    if (counts && bans.fail(from.host)) log.warn({ reason: 'sip_password_guessed' }, 'an address was banned');
    transaction.respond(this.#challenge(request, from, verdict.outcome === 'stale'));
  }

  close(): void {
    for (const { cancelExpiry } of this.#bindings.values()) cancelExpiry();
    this.#bindings.clear();
  }

  #challenge(request: SipRequest, { host }: Endpoint, stale: boolean): OutgoingResponse {
    const algorithms = this.#challenges.algorithmsFor(request);
    return { status: 401, fields: challenge(this.#services.nonces, algorithms, { host, stale }) };
  }

  #bind(transaction: ServerTransaction, device: Device): void {
    const { request, from } = transaction;
    const contacts = request.headers.list('contact');
    const contact = contacts[0] === '*' ? null : parseNameAddress(contacts[0] ?? '');
    const seconds = expiresOf(request, contact);
    if (contacts.length > 0 && (contacts[0] === '*' || seconds === 0)) {
      this.#forget(device.agentId);
      transaction.respond({ status: 200 });
      return;
    }
    if (contact && contact.uri.scheme !== 'tel') {
      if (seconds < SHORTEST) {
        transaction.respond({ status: 423, fields: [['Min-Expires', `${SHORTEST}`]] });
        return;
      }
      this.#keep(device, contact.address, from, seconds);
    }
    const bound = this.#bindings.get(device.agentId);
    transaction.respond({ status: 200, fields: bound ? [['Contact', `<${bound.contact}>;expires=${seconds}`]] : [] });
  }

  #keep(device: Device, contact: string, endpoint: Endpoint, seconds: number): void {
    const { clock, emit } = this.#services;
    const { agentId } = device;
    const before = this.#bindings.get(agentId);
    before?.cancelExpiry();
    // A little longer than told: a refresh may be on its way.
    const cancelExpiry = clock.after((seconds + 5) * 1_000, () => this.#forget(agentId));
    this.#bindings.set(agentId, { device, contact, endpoint, cancelExpiry });
    if (!before) emit({ type: 'device', agentId, state: 'registered' });
  }

  #forget(agentId: string): void {
    const bound = this.#bindings.get(agentId);
    if (!bound) return;
    bound.cancelExpiry();
    this.#bindings.delete(agentId);
    this.#services.emit({ type: 'device', agentId, state: 'gone' });
  }
}

function expiresOf({ headers }: SipRequest, contact: NameAddress | null): number {
  const text = contact?.parameters.get('expires') ?? headers.get('expires') ?? `${USUAL}`;
  return /^\d{1,9}$/.test(text) ? Math.min(Number(text), LONGEST) : USUAL;
}
