/** Engines, and what is run on them. */
export { type Engine, type Script, flashRunnerOf } from './engine.ts';
export { type FirmwareEngine, firmwareEngines, isSentTo } from './firmware.ts';
export { findEngines, namedCommands, namedEngines } from './find.ts';
export { type MemoryUse, countFunctions, memoryUses, variablesOf } from './memory.ts';
export { TELL, bundleBeside, programText, readMemoryPrograms } from './memory-programs.ts';
export { type Recorded, type RecordedPieces, recordMemory } from './recording.ts';
export { type EngineOutcome, differenceOn, expectedOf, outcomeOn } from './run.ts';
export { type Target, builtTargets, fullTargets } from './targets.ts';
export { workloadModules } from './workloads.ts';
export { type Scene, SCENES, answersIn, nameOf, sceneProgram } from './pieces.ts';
