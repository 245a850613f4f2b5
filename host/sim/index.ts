/** Simulated boards. */
export { BoardConsole, openBrackets } from './console.ts';
export { KalumaConsole, YmodemReceiver, crc16 } from './kaluma.ts';
export { SimulatedBoard } from './machine.ts';
export { type Server, serve } from './server.ts';
export { BoardStorage } from './storage.ts';
