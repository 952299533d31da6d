import { mkdirSync } from 'node:fs';

/**
 * Others may pass through it but not look into it: where root must hand PostgreSQL over to another account, that one
 * has to reach its own folder inside. Whatever lies in it has mode 600 or 700.
 */
export function makeDataFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
}
