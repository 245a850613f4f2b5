/** Takes away what was sent: the files of the library, and the program, where the board still has it as it is here. */
import { crc32 } from 'node:zlib';
import { UserError } from '../support/errors.ts';
import { withDialog } from './dialog.ts';
import { type Request, identify } from './identity.ts';
import { LIBRARY_FILES } from './native.ts';
import { BoardError, ask, command } from './prompt.ts';
import { inWords } from '../support/uses.ts';

/** Names of what was erased. A user's file of another content, or name, stays; so does boot code that is not `target`'s, which is said. */
export const uninstall = (request: Request): Promise<string[]> =>
  withDialog(request.open, request.silenceMilliseconds, async (dialog) => {
    const { stored } = await identify(dialog, request);
    const program = Object.entries(request.target.files).filter(([name]) => !LIBRARY_FILES.includes(name));
    const mine = program
      .filter(
        ([name, bytes]) => stored[name] && stored[name].bytes === bytes.length && stored[name].crc === crc32(bytes),
      )
      .map(([name]) => name);
    const names = [...LIBRARY_FILES.filter((name) => stored[name]), ...mine];
    const kept = program.map(([name]) => name).filter((name) => stored[name] && !mine.includes(name));
    try {
      await command(dialog, 'reset()');
      const left = (await ask(
        dialog,
        `(function(s,l){l.forEach(function(n){s.erase(n);s.erase(n+".new")});return l.map(function(n){return s.read(n)===undefined?"":n})})(require("Storage"),${JSON.stringify(names)})`,
      )) as string[] | undefined;
      if (!left)
        throw new UserError(`the board at ${request.port} stopped answering while files were erased: try again`);
      const still = left.filter((name) => name !== '');
      if (still.length > 0) throw new UserError(`${request.port} still has ${inWords(still)}`);
    } catch (error) {
      if (error instanceof BoardError) throw new UserError(`the board at ${request.port} says: ${error.message}`);
      throw error;
    }
    if (kept.length) request.say(`${inWords(kept)} stays: it differs from the file here`);
    const boot = (await ask(dialog, `(require("Storage").read(".bootcde")||"").indexOf("ckremm")>=0`)) as
      boolean | undefined;
    if (boot)
      request.say(
        'its boot code still names ckremm, and will fail without it: require("Storage").erase(".bootcde") at its prompt removes it',
      );
    await command(dialog, 'load()');
    return names;
  });
