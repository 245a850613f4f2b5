/** `ckremm flash sim:BOARD`: the same, onto a board that is simulated here and keeps its flash in a file. */
import { accessSync, constants, existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { outFolder } from '../boards/board.ts';
import type { BoardProfile } from '../emulator/index.ts';
import { UserError, fileTrouble } from '../support/errors.ts';
import { BoardStorage, KalumaConsole, SimulatedBoard, linkToSimulated, linkToSimulatedKaluma } from '../sim/index.ts';
import { makeFolder } from '../upload/bundle.ts';
import type { Opener } from '../upload/link.ts';

/** Where Kaluma's program is kept. */
const PROGRAM = 'program';

/** Does `work` with the link to a simulated board, whose flash is kept in out/sim (or FLASH_SIM): it is the same board next time. */
export async function simulate<T>(profile: BoardProfile, work: (open: Opener) => Promise<T>): Promise<T> {
  const { board, engine, link } = profile;
  const storage = storageOf(board, link!.storageBytes);
  if (engine.name === 'espruino') {
    const result = await work(linkToSimulated(new SimulatedBoard(board, storage, undefined, { isHeld: true })));
    if (!process.env.FLASH_DRY_RUN)
      console.log(
        '(simulated: RAM counts heaps and large arrays, not code; npm run engines -- --memory measures that on real builds)',
      );
    return result;
  }
  const simulated = new KalumaConsole(board);
  const result = await work(linkToSimulatedKaluma(simulated));
  if (simulated.program !== null) storage.write(PROGRAM, Buffer.from(simulated.program));
  return result;
}

function storageOf(board: string, bytes: number): BoardStorage {
  const folder = process.env.FLASH_SIM || join(outFolder(), 'sim');
  makeFolder(folder, 'the simulated board is kept there', '; FLASH_SIM=FOLDER names another place');
  const file = join(folder, `${board}.json`);
  try {
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
    return new BoardStorage(bytes, file);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is damaged; delete it for a new one' : fileTrouble(error);
    throw new UserError(`the simulated board is kept in ${relative('', file)}, which cannot be used: ${reason}`);
  }
}
