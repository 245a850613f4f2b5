/** Types of profiles.cjs, for the tests. */
import type { BoardProfile } from '../host/emulator/board.ts';

declare const profiles: {
  BuildFault: ErrorConstructor;
  alwaysIn: string[];
  boardConstants(profile: BoardProfile): Record<string, string | number | boolean>;
  boardNames(): string[];
  checkModules(where: string, modules: string[], path?: string): void;
  checkProfile(file: string, profile: unknown): BoardProfile;
  readProfile(board: string): BoardProfile;
  root: string;
};
export = profiles;
