/** Emulated boards. */
export { type BoardProfile, boardNames, projectFolder, readBoard } from '../boards/board.ts';
export { type BootOptions, type Emulated, boot } from './boot.ts';
export { idleBytes } from './engines.ts';
export { emitter, globalsOf, hiddenObject } from './event-calls.ts';
export { Events } from './events.ts';
export { instrumentLoops } from './loops.ts';
export { Interrupts, instrumentInterrupts } from './interrupts.ts';
export { CutOff, Meter } from './meter.ts';
export { type StandInKind, standInsInWords } from './stand-ins.ts';
export { type FlashModules, flashModules } from '../flash/devices.ts';
