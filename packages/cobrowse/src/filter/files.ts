import { headOf } from '../wire/binary.ts';
import { isObject } from './nodes.ts';

const TYPE = /^(?:image\/[\w.+-]{1,40}|font\/any)$/;
const within = (value: unknown, limit: number): value is number =>
  typeof value === 'number' && value > 0 && value <= limit;

/** A picture or font with its number; nothing else may be handed to the viewer. */
export function isAsset(body: Uint8Array): boolean {
  const head = headOf(body)?.head;
  return isObject(head) && within(head.id, 1e9) && typeof head.type === 'string' && TYPE.test(head.type);
}

export function isCanvas(body: Uint8Array): boolean {
  const head = headOf(body)?.head;
  return isObject(head) && within(head.id, 2 ** 31) && within(head.width, 32_768) && within(head.height, 32_768);
}
