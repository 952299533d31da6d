import type { Clock, Random } from '../kernel/ports.ts';

/** Without letters that are mistaken for others when they are read out. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** time-CODE-number: when it was asked for (UTC), five letters and six digits, unique in the tenant by its index. */
export function newCallCode(clock: Clock, random: Random): string {
  const time = clock.now().toISOString().slice(0, 19).replaceAll(/\D/g, '');
  const bytes = random.bytes(11);
  const at = (index: number) => bytes[index] ?? 0;
  const letters = Array.from({ length: 5 }, (_, index) => LETTERS[at(index) % LETTERS.length]).join('');
  const digits = Array.from({ length: 6 }, (_, index) => at(5 + index) % 10).join('');
  return `${time}-${letters}-${digits}`;
}
