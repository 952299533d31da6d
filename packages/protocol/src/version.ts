/**
 * The version of the native wire.
 *
 * History:
 * - 1 (2026-11): first version. Frames hello, subscribe, send, read, delivered, typing; REST under /v1.
 */
export const PROTOCOL_VERSION = 1;

/** The oldest version this server still serves. Raise it never; a fork for an old version stays at the edge. */
export const OLDEST_PROTOCOL_VERSION = 1;
