/** Where a program goes on a board: the files that Espruino's Storage is to hold. */
import type { BoardProfile } from '../emulator/index.ts';
import { UserError } from '../support/errors.ts';
import type { Bundle } from './bundle.ts';
import { type Program, nameOf } from './program.ts';

export interface Target {
  /** What Storage is to hold, by name; the library first, the program last. */
  files: Record<string, Uint8Array>;
  /** What takes the place of the library where the board runs native code, the code first. */
  native?: Record<string, Uint8Array> | undefined;
  /** The file that starts the program when it is not the boot code. */
  start?: string;
  /** The file that says whose an app is: of another app of that name it must not be taken. */
  info?: string;
  /** What the user must know of it. */
  notes: string[];
}

/** Espruino's names have 28 characters, and files arrive as NAME.new. */
const MOST_CHARACTERS = 28 - '.app.js.new'.length;
/** Marks the apps that come from here. */
export const OUR_TAG = 'ckremm';

export interface Choice {
  /** The program becomes the boot code where it would be an app. */
  isBoot: boolean;
  /** What the app is called. */
  name?: string | undefined;
}

/** A watch has boot code of its own (clock, launcher, widgets): there a program is an app, unless the user says otherwise. */
export const targetOf = (
  profile: BoardProfile,
  bundle: Bundle,
  program: Program | undefined,
  choice: Choice,
): Target => ({
  ...filesOf(profile, bundle, program, choice),
  native: bundle.native,
});

function filesOf(
  { link, title }: BoardProfile,
  bundle: Bundle,
  program: Program | undefined,
  { isBoot, name }: Choice,
): Target {
  const library = { ckremm: bundle.bytes };
  if (!program) return { files: library, notes: [] };
  if (link!.program !== 'NAME.app.js') return { files: { ...library, '.bootcde': program.bytes }, notes: [] };
  if (isBoot) {
    const note = `${program.file} replaces the boot code of the ${title}: there is no clock, launcher or widget until "Bootloader" is installed again from the App Loader`;
    return { files: { ...library, '.bootcde': program.bytes }, notes: [note] };
  }
  const id = idOf(program.file, name);
  const start = `${id}.app.js`,
    info = `${id}.info`;
  const description = { id, name: id, src: start, version: '0.01', tags: OUR_TAG, files: `${info},${start}` };
  return {
    files: { ...library, [info]: Buffer.from(JSON.stringify(description)), [start]: program.bytes },
    start,
    info,
    notes: [`${program.file} becomes the app "${id}" in the launcher (--boot makes it the boot code)`],
  };
}

function idOf(file: string, name: string | undefined): string {
  const id = (name ?? nameOf(file)).toLowerCase().replace(/[^a-z0-9_-]/g, '');
  const how = name === undefined ? '; give it a name: --name myapp' : '';
  if (!id) throw new UserError(`an app's name needs letters or digits, and "${name ?? file}" has none${how}`);
  if (id.length > MOST_CHARACTERS)
    throw new UserError(`an app's name has at most ${MOST_CHARACTERS} characters, and "${id}" has ${id.length}${how}`);
  return id;
}
