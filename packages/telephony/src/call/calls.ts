import type { CallFailure, TelephonyEngine, TelephonyReply } from '@alongside/domain';
import type { Binding, Registrar } from '../device/registrar.ts';
import type { SipRequest } from '../message/sip-message.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import { e164 } from '../trunk/trunk-settings.ts';
import type { TrunkLink } from '../trunk/trunk-link.ts';
import type { Trunks } from '../trunk/trunks.ts';
import { CallSdp } from './call-sdp.ts';
import { calledNumber, callingName, callingNumber } from './caller.ts';
import { Dialog, dialogKey } from './dialog.ts';
import { InboundCall } from './inbound-call.ts';
import { type Outbound, OutboundCall } from './outbound-call.ts';
import { done, refuse } from './refuse.ts';
import type { CallServices, DialogReceiver, Line } from './services.ts';
import { referToDialog } from './transfer.ts';
import { unacceptable } from './unacceptable.ts';

export interface CallsOptions extends Omit<CallServices, 'watch' | 'unwatch'> {
  readonly trunks: Trunks;
  readonly registrar: Registrar;
  /** Our Contact for devices. */
  readonly contact: (to: Endpoint) => string;
}

type Dial = Parameters<TelephonyEngine['dial']>[0];
type Call = InboundCall | OutboundCall;

/** Every call that stands or is being made, by our id and by its dialog. */
export class Calls {
  readonly #options: CallsOptions;
  readonly #services: CallServices;
  readonly #calls = new Map<string, Call>();
  readonly #dialogs = new Map<string, DialogReceiver>();

  constructor(options: CallsOptions) {
    this.#options = options;
    this.#services = {
      ...options,
      watch: (dialog, receiver) => this.#dialogs.set(keyOf(dialog), receiver),
      unwatch: (dialog) => this.#dialogs.delete(keyOf(dialog)),
    };
  }

  has(request: SipRequest): boolean {
    return this.#receiverOf(request) !== null;
  }

  takeInDialog(transaction: ServerTransaction): void {
    const receiver = this.#receiverOf(transaction.request);
    if (receiver) receiver.receive(transaction);
    else transaction.respond({ status: 481 });
  }

  takeAck(ack: SipRequest): void {
    this.#receiverOf(ack)?.receiveAck(ack);
  }

  /** From a peer of a trunk: strangers do not come this far. */
  takeInvite(transaction: ServerTransaction): void {
    const { request, from } = transaction;
    const links = this.#options.trunks.ofCall(request, from);
    // What one tenant's trunk demands of sound must not refuse a call that may be another's.
    const link = links.find(({ line }) => new CallSdp(line.media, () => 0).take(request.body)) ?? links[0];
    if (!link) {
      transaction.respond({ status: 403 });
      return;
    }
    transaction.respond({ status: 100 });
    const sdp = new CallSdp(link.line.media, this.#options.randomNumber);
    const dialog = Dialog.ofServer(transaction, link.line.contact(from));
    const fault = unacceptable(request, dialog);
    const taken = fault ? null : sdp.take(request.body);
    if (fault || !taken || !dialog) {
      transaction.respond(fault ?? { status: 488 });
      return;
    }
    const sipCallId = this.#options.randomText();
    const onEnd = this.#onEnd(sipCallId);
    const call = new InboundCall({
      services: this.#services,
      sipCallId,
      transaction,
      dialog,
      line: link.line,
      sdp,
      onEnd,
    });
    this.#calls.set(sipCallId, call);
    const over = (one: TrunkLink) => ({
      trunkId: one.trunk.id,
      from: one.number(callingNumber(request)),
      to: one.number(calledNumber(request)),
    });
    this.#services.emit({
      type: 'incoming',
      sipCallId,
      ...over(link),
      fromName: callingName(request),
      remote: taken.remote,
      others: links.filter((one) => one !== link).map(over),
    });
  }

  async dial(call: Dial): Promise<TelephonyReply> {
    if (this.#calls.has(call.sipCallId)) return refuse('wrong_state', 'There is a call with this id.');
    const { via } = call;
    if ('deviceOf' in via) {
      const binding = this.#options.registrar.binding(via.deviceOf);
      if (binding)
        return this.#begin(
          call,
          this.#deviceLine(),
          binding.endpoint,
          binding.contact,
          callerOf(binding, this.#options),
        );
      const why = this.#options.registrar.isKnown(via.deviceOf) ? 'is not signed in' : 'does not exist';
      return refuse('no_such_device', `The agent's telephone ${why}.`);
    }
    const link = this.#options.trunks.get(via.trunkId);
    if (!link) return refuse('no_such_trunk', 'There is no such trunk, or its settings are wrong.');
    if (!e164.test(via.number)) return refuse('bad_number', 'This is no E.164 number: + and 7 to 15 digits.');
    const way = await link.way();
    if (this.#calls.has(call.sipCallId)) return refuse('wrong_state', 'There is a call with this id.');
    if (!way) {
      this.#services.emit({
        type: 'ended',
        sipCallId: call.sipCallId,
        by: 'peer',
        failure: 'trunk_down',
        status: null,
      });
      return done;
    }
    const uri = `sip:${via.number}@${link.line.domain};user=phone`;
    return this.#begin(call, link.line, way, uri, `sip:${link.trunk.callerNumber}@${link.line.domain}`);
  }

  ring(sipCallId: string): TelephonyReply {
    return this.#incoming(sipCallId, (call) => call.ring());
  }

  answer(sipCallId: string, local: Dial['local'], early: boolean): TelephonyReply | Promise<TelephonyReply> {
    return this.#incoming(sipCallId, (call) => call.answer(local, early));
  }

  reject(sipCallId: string, why: Parameters<InboundCall['reject']>[0]): TelephonyReply {
    return this.#incoming(sipCallId, (call) => call.reject(why));
  }

  hold(sipCallId: string, held: boolean): TelephonyReply | Promise<TelephonyReply> {
    const call = this.#calls.get(sipCallId);
    if (!call) return noCall();
    return call.established?.hold(held) ?? notUp();
  }

  async transfer(sipCallId: string, to: Parameters<TelephonyEngine['transfer']>[1]): Promise<TelephonyReply> {
    const call = this.#calls.get(sipCallId);
    if (!call) return noCall();
    const { established } = call;
    if (!established || established.transfer.isWaiting) return notUp();
    const referTo = this.#referTo(established.line, to);
    if (typeof referTo !== 'string') return referTo;
    await established.transfer.start(referTo);
    return done;
  }

  end(sipCallId: string): TelephonyReply {
    this.#calls.get(sipCallId)?.hangUp();
    return done;
  }

  close(): void {
    for (const call of [...this.#calls.values()]) call.hangUp();
  }

  #begin(call: Dial, line: Line, to: Endpoint, uri: string, caller: string): TelephonyReply {
    const { sipCallId, local, ringSeconds } = call;
    const sdp = new CallSdp(line.media, this.#options.randomNumber);
    sdp.local = local;
    const outbound: Outbound = {
      services: this.#services,
      sipCallId,
      line,
      sdp,
      to,
      uri,
      caller,
      ringing: ringSeconds * 1_000,
      onEnd: this.#onEnd(sipCallId),
    };
    const started = new OutboundCall(outbound);
    this.#calls.set(sipCallId, started);
    started.start();
    return done;
  }

  #referTo(
    line: Line,
    to: Parameters<TelephonyEngine['transfer']>[1],
  ): string | Extract<TelephonyReply, { ok: false }> {
    if ('number' in to) {
      if (!e164.test(to.number)) return refuse('bad_number', 'This is no E.164 number: + and 7 to 15 digits.');
      // A device would have to call past the platform.
      if (line.kind === 'device')
        return refuse('wrong_state', "An agent's telephone cannot be handed on; connect the new call.");
      return `<sip:${to.number}@${line.domain}>`;
    }
    const other = this.#calls.get(to.sipCallId);
    if (!other) return noCall();
    return other.established ? referToDialog(other.established.dialog) : notUp();
  }

  #incoming<Reply extends TelephonyReply | Promise<TelephonyReply>>(
    sipCallId: string,
    work: (call: InboundCall) => Reply,
  ): Reply | Extract<TelephonyReply, { ok: false }> {
    const call = this.#calls.get(sipCallId);
    if (!call) return noCall();
    return call instanceof InboundCall ? work(call) : refuse('wrong_state', 'This is a call of ours.');
  }

  #onEnd(sipCallId: string) {
    return (by: 'peer' | 'us', failure: CallFailure | null, status: number | null) => {
      this.#calls.delete(sipCallId);
      this.#services.emit({ type: 'ended', sipCallId, by, failure, status });
    };
  }

  #deviceLine(): Line {
    const { contact } = this.#options;
    return {
      kind: 'device',
      media: { srtp: 'when_offered', codecs: ['PCMU', 'PCMA'] },
      credentials: null,
      contact,
      domain: '',
    };
  }

  #receiverOf(request: SipRequest): DialogReceiver | null {
    const key = dialogKey(request.callId, request.to.parameters.get('tag'));
    return (key && this.#dialogs.get(key)) || null;
  }
}

const keyOf = ({ callId, localTag }: Dialog) => dialogKey(callId, localTag) ?? '';
const callerOf = ({ endpoint }: Binding, { contact }: CallsOptions) => contact(endpoint);
const noCall = () => refuse('no_such_call', 'There is no such call, or it is over.');
const notUp = () => refuse('wrong_state', 'The call is not up, or is being handed on.');
