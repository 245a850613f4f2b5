/** A simulated board behind a TCP port of this machine: the uploader and telnet speak to it as to a board. */
import { type AddressInfo, type Socket, createServer } from 'node:net';
import { BoardConsole } from './console.ts';
import type { SimulatedBoard } from './board.ts';

export interface Server {
  /** What to give the uploader as its port. */
  port: string;
  close(): Promise<void>;
}

/** Serves on the loopback interface only. `onText` sees what the board writes. */
export function serve(board: SimulatedBoard, onText: (text: string) => void = () => {}): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const console = new BoardConsole(board, (text) => {
      onText(text);
      if (!socket.destroyed) socket.write(text, 'latin1');
    });
    socket.setEncoding('latin1');
    socket.on('data', (text) => console.receive(String(text)));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      const close = (): Promise<void> =>
        new Promise((done) => {
          for (const socket of sockets) socket.destroy();
          board.close();
          server.close(() => done());
        });
      resolve({ port: `tcp://127.0.0.1:${port}`, close });
    });
  });
}
