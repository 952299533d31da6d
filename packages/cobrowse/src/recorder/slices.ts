/** Longest stretch of work on the customer's main thread before it is let go. */
export const SLICE_MS = 8;

/** A task's end: input and painting get their turn, without a timer's delay of four milliseconds. */
export function letGo(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
