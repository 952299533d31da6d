import type { DigitalChatPorts } from '../ports.ts';
import { storedFrame } from '../rendering/frames.ts';

/** A frame that is larger is fetched by its client. */
export const LARGE_BYTES = 128 * 1024;

/** The text that goes out for a frame: itself, or where its body may be fetched. The body keeps the frame's eventId. */
export async function wireText(
  ports: Pick<DigitalChatPorts, 'keepLargeEvent' | 'clock' | 'random'>,
  tenantId: string,
  frame: object,
  eventType: string,
): Promise<string> {
  const text = JSON.stringify(frame);
  // No character takes more than three bytes for one unit of its length: most frames need no count.
  if (text.length * 3 <= LARGE_BYTES || Buffer.byteLength(text) <= LARGE_BYTES) return text;
  const url = await ports.keepLargeEvent(tenantId, text);
  return JSON.stringify(storedFrame(url, eventType, ports.clock, ports.random));
}
