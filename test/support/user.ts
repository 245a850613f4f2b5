/** A folder as a user of the package has it: ckremm is installed there. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project.ts';

export function userFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules', 'ckremm'), 'dir');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
