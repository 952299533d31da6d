/**
 * For `addInitScript`: the page's microphone is one tone, and `heardTone()` says what its loudspeakers play. `firstHeardAt` is when that
 * began, in epoch milliseconds; 0: not yet.
 */
export const tonePage = (hertz: number): string => `(() => {
  if (globalThis.heardTone) return;
  let context = null;
  const running = async () => {
    context ??= new AudioContext({ latencyHint: 'interactive' });
    if (context.state !== 'running') await context.resume();
    return context;
  };
  navigator.mediaDevices.getUserMedia = async () => {
    const made = await running();
    const oscillator = made.createOscillator();
    const volume = made.createGain();
    oscillator.frequency.value = ${hertz};
    volume.gain.value = 0.3;
    const out = made.createMediaStreamDestination();
    oscillator.connect(volume).connect(out);
    oscillator.start();
    return out.stream;
  };
  const ears = new WeakMap();
  const spectrum = () => {
    for (const { srcObject } of document.querySelectorAll('audio')) {
      if (!srcObject || !context) continue;
      if (!ears.has(srcObject)) {
        const fine = context.createAnalyser();
        fine.fftSize = 4096;
        fine.smoothingTimeConstant = 0;
        const quick = context.createAnalyser();
        quick.fftSize = 256;
        const source = context.createMediaStreamSource(srcObject);
        source.connect(fine);
        source.connect(quick);
        ears.set(srcObject, { fine, quick });
      }
      return ears.get(srcObject);
    }
    return null;
  };
  globalThis.heardTone = () => {
    const ear = spectrum();
    if (!ear) return 0;
    const bins = new Float32Array(ear.fine.frequencyBinCount);
    ear.fine.getFloatFrequencyData(bins);
    let loudest = 0;
    for (let bin = 1; bin < bins.length; bin += 1) if (bins[bin] > bins[loudest]) loudest = bin;
    return bins[loudest] < -50 ? 0 : Math.round((loudest * context.sampleRate) / ear.fine.fftSize);
  };
  globalThis.firstHeardAt = 0;
  const samples = new Float32Array(256);
  setInterval(() => {
    const ear = spectrum();
    if (!ear || globalThis.firstHeardAt > 0) return;
    ear.quick.getFloatTimeDomainData(samples);
    if (samples.some((sample) => Math.abs(sample) > 0.05))
      globalThis.firstHeardAt = performance.timeOrigin + performance.now();
  }, 4);
  document.addEventListener('pointerdown', () => void running(), { capture: true });
  void running();
})()`;
