import type { ErrorCode, WireError } from '@alongside/protocol';

/**
 * A command's refusal, thrown inside a transaction so that it rolls back, and turned into a WireError at the edge.
 * It never crosses the wire as an exception.
 */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly detail: Partial<Omit<WireError, 'code' | 'kind'>>;

  constructor(code: ErrorCode, detail: Partial<Omit<WireError, 'code' | 'kind'>> = {}) {
    super(detail.message ?? code);
    this.name = 'Refused';
    this.code = code;
    this.detail = detail;
  }
}
