/** Rings until it is told to stop: two tones, as telephones do. Where the page may make no sound yet, the phone shakes. */
export function startRinging(): () => void {
  const shake = () => navigator.vibrate?.([400, 200, 400]);
  const context = 'AudioContext' in window ? new AudioContext() : null;
  const ring = () => {
    shake();
    if (context?.state !== 'running') return void context?.resume().catch(() => {});
    for (const [from, hertz] of [
      [0, 440],
      [0, 480],
      [0.6, 440],
      [0.6, 480],
    ] as const) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      tone.frequency.value = hertz;
      volume.gain.value = 0.08;
      tone.connect(volume).connect(context.destination);
      tone.start(context.currentTime + from);
      tone.stop(context.currentTime + from + 0.4);
    }
  };
  ring();
  const timer = setInterval(ring, 2_500);
  return () => {
    clearInterval(timer);
    navigator.vibrate?.(0);
    context?.close().catch(() => {});
  };
}
