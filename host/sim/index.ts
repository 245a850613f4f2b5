/** Simulated boards. */
export { BoardConsole, openBrackets } from './console.ts';
export { SimulatedBoard } from './machine.ts';
export { type Server, serve } from './server.ts';
export { BoardStorage } from './storage.ts';
