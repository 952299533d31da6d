import type { MediaEngine, MediaEvent } from '@alongside/domain';

/** An engine whose process is started by the first call: a company that only chats pays nothing for it. */
export function startedByFirstCall(start: () => MediaEngine): MediaEngine {
  const listeners = new Set<(event: MediaEvent) => void>();
  let engine: MediaEngine | null = null;
  const started = (): MediaEngine => {
    if (engine === null) {
      engine = start();
      engine.subscribe((event) => {
        for (const listener of listeners) listener(event);
      });
    }
    return engine;
  };
  return {
    createSession: (session) => started().createSession(session),
    endSession: (sessionId) => started().endSession(sessionId),
    addBrowserLeg: (leg) => started().addBrowserLeg(leg),
    addTelephoneLeg: (leg) => started().addTelephoneLeg(leg),
    connectTelephoneLeg: (...leg) => started().connectTelephoneLeg(...leg),
    removeLeg: (...leg) => started().removeLeg(...leg),
    publish: (...offer) => started().publish(...offer),
    answer: (...answer) => started().answer(...answer),
    candidate: (...candidate) => started().candidate(...candidate),
    restartIce: (...leg) => started().restartIce(...leg),
    setRoutes: (...routes) => started().setRoutes(...routes),
    play: (...sound) => started().play(...sound),
    stopPlaying: (...leg) => started().stopPlaying(...leg),
    sendDtmf: (...digits) => started().sendDtmf(...digits),
    startRecording: (...recording) => started().startRecording(...recording),
    pauseRecording: (sessionId) => started().pauseRecording(sessionId),
    resumeRecording: (sessionId) => started().resumeRecording(sessionId),
    stopRecording: (sessionId) => started().stopRecording(sessionId),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: async () => engine?.close(),
  };
}
