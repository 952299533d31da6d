import type { Plugin } from 'esbuild';

export function leanRecorder(source: string): string;
export const leanRecorderPlugin: Plugin;
