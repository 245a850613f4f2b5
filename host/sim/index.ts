/** Simulated boards. */
export { BoardConsole, openBrackets } from './console.ts';
export { KalumaConsole, YmodemReceiver } from './kaluma.ts';
export { linkToSimulated, linkToSimulatedKaluma } from './link.ts';
export { SimulatedBoard } from './board.ts';
export { type Server, serve } from './server.ts';
export { BoardStorage } from './storage.ts';
