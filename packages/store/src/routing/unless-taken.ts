import { Refused } from '@alongside/domain';
import { isUniqueViolation } from '../connection/failure.ts';

/** Turns a broken unique index into the refusal of the wire: an id or a name that somebody has. */
export async function unlessTaken(field: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw isUniqueViolation(error) ? new Refused('already_exists', { field }) : error;
  }
}
