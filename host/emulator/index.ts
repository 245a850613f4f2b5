/** Emulated boards. */
export { type BoardProfile, boardNames, projectFolder, readBoard } from '../boards/board.ts';
export { type BootOptions, type Emulated, boot } from './boot.ts';
export { instrumentLoops } from './loops.ts';
export { CutOff, Meter } from './meter.ts';
export { type FlashModules, flashModules } from '../flash/devices.ts';
