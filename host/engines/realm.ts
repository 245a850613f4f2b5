/** Node's own engine, in a realm that has what the board's engine has. */
import { boot } from '../emulator/index.ts';
import { type Engine, linesOf } from './engine.ts';

export const realmEngine: Engine = {
  name: 'realm',
  async run({ board, bundleFile, program }) {
    const asModule = bundleFile.endsWith('.storage.js');
    const { ckremm, realm, run, output } = boot(board.board, { bundleFile, asModule });
    if (asModule) realm.ckremm = ckremm;
    run(program, 'program.js');
    return linesOf(output.join('\n'), 'realm');
  },
};
