/** The sum of several frames, held to the range of a sample. All have the same length. */
export function mixFrames(frames: readonly Int16Array[], length: number): Int16Array {
  const mixed = new Int16Array(length);
  for (let index = 0; index < length; index += 1) {
    let sum = 0;
    for (const frame of frames) sum += frame[index] ?? 0;
    mixed[index] = Math.max(-32_768, Math.min(32_767, sum));
  }
  return mixed;
}
