import type { CallView } from '@alongside/protocol';
import type { Alongside, Observable } from '@alongside/sdk';
import type { Calls, MediaProblem, MediaSource } from '@alongside/sdk/calls';
import { createStore, type Store } from '../store.ts';
import { type Asked, currentOf, type StageName, stageOf } from './stage.ts';

/** What the call's screens know beside the SDK's own state. */
export type CallUi = {
  readonly view: CallView | null;
  readonly stage: StageName;
  readonly asked: Asked;
  /** Why a device could not be had. */
  readonly problem: MediaProblem | null;
  /** The call covers the chat. */
  readonly big: boolean;
  /** What was asked last did not work. */
  readonly failed: boolean;
  /** The browser plays no sound before a press. */
  readonly silenced: boolean;
};

export type CallControl = {
  readonly ui: Store<CallUi>;
  readonly calls: Calls;
  /** Opens the devices; the browser asks. */
  allow(withCamera: boolean): Promise<void>;
  /** Without devices: hears, and writes. */
  listen(): void;
  accept(withCamera: boolean): Promise<void>;
  toggle(source: MediaSource): Promise<void>;
  choose(source: MediaSource, deviceId: string): Promise<void>;
  setBig(big: boolean): void;
  /** Runs a command, and says if it fails. */
  run(command: () => Promise<unknown>): Promise<void>;
  continueHere(): void;
  /** After a call that broke. */
  again(): Promise<void>;
  dismiss(): void;
  start(kind: 'voice' | 'video'): Promise<void>;
};

export type CallControlPorts = {
  readonly calls: Calls;
  readonly help: Alongside['help'];
  /** The panel should be seen: somebody is here, or calls. */
  readonly show: () => void;
  /** Whether the browser gives the microphone without a question. */
  readonly isAllowed: () => Promise<boolean>;
};

/** The call's behaviour without its looks: which screen it is, when it is joined, and what the buttons do. */
export function createCallControl({ calls, help, show, isAllowed }: CallControlPorts): CallControl {
  const ui = createStore<CallUi>({
    view: null,
    stage: 'none',
    asked: 'not_yet',
    problem: null,
    big: true,
    failed: false,
    silenced: false,
  });

  const judge = () => {
    const before = ui.get();
    const view = currentOf(calls.all.get());
    const active = calls.active.get();
    // Devices were asked for this one call.
    const isOther = view === null || (view.id !== before.view?.id && active === null);
    const asked = isOther ? resetFor(view) : before.asked;
    const stage = stageOf({
      view,
      carried: active !== null && active.callId === view?.id,
      movedAway: calls.movedAway.get(),
      asked,
      waits: help.get().phase === 'waiting',
    });
    const begins = stage !== before.stage && ['incoming', 'allow', 'call', 'outgoing'].includes(stage);
    ui.set({
      view,
      stage,
      asked,
      ...(begins && { big: true, failed: false }),
      ...(view === null && { problem: null }),
    });
    if (
      stage !== before.stage &&
      (stage === 'incoming' || stage === 'allow' || (stage === 'call' && before.stage === 'prepare'))
    )
      show();
    if (stage === 'call' && active === null && view) calls.join(view.id);
    if (view?.state === 'ringing' && active === null) calls.standBy(view.id, view.kind);
    if (stage === 'allow' && before.stage !== 'allow' && asked === 'not_yet') void quietly();
    // Back to voice: nobody is filmed without a reason.
    if (before.view?.kind === 'video' && view?.kind === 'voice' && view.id === before.view.id)
      void calls.local.off('camera');
    for (const over of calls.all.get())
      if (over.state === 'ended' && !over.me.permissions.retry) calls.dismiss(over.id);
  };
  const resetFor = (view: CallView | null): Asked =>
    view !== null && calls.local.state.get().microphone.state !== 'off' ? 'ready' : 'not_yet';

  /** After a reload the browser remembers its answer; the camera waits for a press all the same. */
  async function quietly() {
    if ((await isAllowed()) && ui.get().stage === 'allow') await allow(false);
  }

  async function allow(withCamera: boolean) {
    ui.set({ asked: 'asking', problem: null });
    try {
      const problem = withCamera ? await calls.local.onBoth() : await calls.local.on('microphone').then(() => null);
      ui.set({ asked: 'ready', problem });
    } catch (problem) {
      ui.set({ asked: 'not_yet', problem: problem as MediaProblem });
    }
    judge();
  }

  async function run(command: () => Promise<unknown>) {
    ui.set({ failed: false });
    try {
      await command();
    } catch {
      ui.set({ failed: true });
    }
  }

  const device = async (source: MediaSource, task: () => Promise<void>) => {
    ui.set({ problem: null });
    try {
      await task();
    } catch (thrown) {
      const problem = thrown as MediaProblem;
      // Whoever closes the choice of a screen knows it.
      if (problem.code !== 'dismissed') ui.set({ problem });
      else ui.set({ problem: null });
    }
    void source;
  };

  for (const observable of [calls.all, calls.active, calls.movedAway, help] as readonly Observable<unknown>[])
    observable.subscribe(judge);
  judge();

  const control: CallControl = {
    ui,
    calls,
    allow,
    run,
    listen() {
      ui.set({ asked: 'listening', problem: null });
      judge();
    },
    async accept(withCamera) {
      const { view } = ui.get();
      if (!view) return;
      // First the devices: whoever cannot speak should not keep the other waiting.
      await allow(withCamera);
      if (ui.get().asked === 'ready') await run(() => calls.accept(view.id));
    },
    async toggle(source) {
      const { state } = calls.local.state.get()[source];
      if (source === 'microphone' && state !== 'off') return calls.local.mute(state === 'on');
      const { view } = ui.get();
      // A camera makes a voice call a video call, for both; it is sent only once the call is one.
      if (source === 'camera' && state === 'off' && view?.kind === 'voice') {
        await run(() => calls.setKind(view.id, 'video'));
        if (ui.get().failed) return;
      }
      await device(source, () => (state === 'off' ? calls.local.on(source) : calls.local.off(source)));
    },
    choose: (source, deviceId) => device(source, () => calls.local.on(source, deviceId)),
    setBig: (big) => ui.set({ big }),
    continueHere() {
      const { view } = ui.get();
      if (!view) return;
      void allow(false).then(() => {
        if (ui.get().asked === 'ready') calls.join(view.id);
      });
    },
    async again() {
      const { view } = ui.get();
      if (!view?.conversationId) return;
      const { conversationId, kind } = view;
      await run(() => calls.start(conversationId, kind === 'video' ? 'video' : 'voice'));
    },
    dismiss() {
      const { view } = ui.get();
      if (view) calls.dismiss(view.id);
    },
    async start(kind) {
      const { conversationId } = help.get();
      if (!conversationId) return;
      await allow(kind === 'video');
      if (ui.get().asked === 'ready') await run(() => calls.start(conversationId, kind));
    },
  };
  return control;
}
