/**
 * node examples/logger/run.mjs [seed]: thirty days on an emulated Puck.js. Power is cut at random moments, in
 * the middle of programs and erases too; after each reboot the log must be exactly as of a commit.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fileOf = (path) => new URL(`../../dist/tools/host/${path}`, import.meta.url);
const tools = (path) => import(fileOf(path).href);
const seed = Number(process.argv[2] ?? 1);
const DAYS = 30;
const MINUTES = DAYS * 1440;
const BATCH = 60;
const SECTORS = 9;
/** All the flash that a Puck.js leaves to a program: ten pages. */
const BOARD_SECTORS = 10;
const ENDURANCE_CYCLES = 10000;

if (!existsSync(fileOf('emulator/index.js'))) throw new Error('no dist/tools: run `npm run build` first');
const { boot, readBoard } = await tools('emulator/index.js');
const { boardFlash } = await tools('flash/stores.js');
const { espruinoFlash } = await tools('flash/espruino.js');
const { wordsFrom } = await tools('support/random.js');

const bundleFile = `${root}out/logger/puckjs/ckremm.min.js`;
const modules =
  'paging.create,paging.read16,paging.read32,paging.write16,paging.write32,paging.commit,paging.inspect,stores.flash';
const { buildBundles } = await import(new URL('../../build/index.js', import.meta.url).href);
await buildBundles({ boards: ['puckjs'], modules, out: `${root}out/logger`, kinds: ['ckremm.min.js'] });

const nextWord = wordsFrom(seed);
const nor = boardFlash(readBoard('puckjs'), { size: SECTORS * 4096, seed });
const flash = espruinoFlash(nor);
const source = readFileSync(new URL('logger.js', import.meta.url), 'utf8');

/** Boots the board as after a reset: nothing is left but its flash. */
function restart() {
  nor.restart();
  const { ckremm, run } = boot('puckjs', { bundleFile, flash });
  run(source, 'logger.js');
  const store = ckremm.stores.flash(flash.base, SECTORS);
  return { ckremm, store, log: run('logger')(ckremm, ckremm.devices.heap(), store, BATCH) };
}

const valueAt = (minute) => Math.round(200 + 90 * Math.sin((minute / 720) * Math.PI)) - (minute % 7) * 40;

/** The log must be the newest samples up to a commit that was made or under way. Returns the last minute in it. */
function verify(log, committed, attempted) {
  const minutes = [];
  log.each((minute, value) => {
    if (value !== valueAt(minute)) throw new Error(`minute ${minute}: ${value} instead of ${valueAt(minute)}`);
    minutes.push(minute);
  });
  const last = minutes.length > 0 ? minutes[minutes.length - 1] : -1;
  const isRun = minutes.every((minute, i) => minute === last - minutes.length + 1 + i);
  if (!isRun || minutes.length !== Math.min(1440, last + 1))
    throw new Error(`after minute ${last} the log has ${minutes.length} samples, or gaps`);
  if (last !== committed && last !== attempted)
    throw new Error(`the log ends at minute ${last}; committed was ${committed}, under way ${attempted}`);
  return last;
}

let { ckremm, log } = restart();
if (!log) throw new Error(`no log: fault ${ckremm.fault()}`);
let committed = -1;
let cuts = 0;
let lost = 0;
const nextCut = () => nor.cutAfter(1 + (nextWord() % 200), -1);
nextCut();
for (let minute = 0; minute < MINUTES; minute++) {
  const isKept = log.add(minute, valueAt(minute));
  if (isKept && log.unsaved() === 0) committed = minute;
  if (isKept) continue;
  if (!nor.isCut)
    throw new Error(
      `minute ${minute} was refused: fault ${ckremm.fault()}; ${JSON.stringify(ckremm.paging.stats(log.pager))}`,
    );
  // Once in four, power goes again while the log is opened.
  for (let again = true; again;) {
    cuts++;
    nor.restart();
    if (nextWord() % 4 === 0) nor.cutAfter(1 + (nextWord() % 3), -1);
    const opened = bootCutting();
    again = nor.isCut;
    if (!again) ({ ckremm, log } = opened);
  }
  if (!log) throw new Error(`after power cut ${cuts} there is no log: fault ${ckremm.fault()}`);
  const last = verify(log, committed, minute);
  lost = Math.max(lost, minute - last);
  committed = last;
  minute = last; // the samples since then are taken anew, so that the log has no gaps to hide in
  nextCut();
}
nor.restart();
log.save();
verify(restart().log, MINUTES - 1, MINUTES - 1);

/** A boot with whatever is planned for the flash. */
function bootCutting() {
  const booted = boot('puckjs', { bundleFile, flash });
  booted.run(source, 'logger.js');
  const store = booted.ckremm.stores.flash(flash.base, SECTORS);
  const opened = store && booted.run('logger')(booted.ckremm, booted.ckremm.devices.heap(), store, BATCH);
  return { ckremm: booted.ckremm, log: opened };
}

const most = Math.max(...nor.eraseCounts);
const least = Math.min(...nor.eraseCounts);
const grouped = (number) => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
console.log(
  `${DAYS} days of a sample a minute on an emulated Puck.js, committed every ${BATCH} minutes (seed ${seed})`,
);
console.log(`  power cuts           ${cuts}, and after each the log was whole; at most ${lost} minutes lost`);
const codeBytes = statSync(bundleFile).size + source.length;
const overBytes = 4096 * (SECTORS - BOARD_SECTORS) + codeBytes;
console.log(
  `  flash                ${SECTORS} of ${BOARD_SECTORS} pages; bundle and logger have ${grouped(codeBytes)} bytes: ` +
    (overBytes > 0 ? `${grouped(overBytes)} more than the board's Storage has left for them` : 'they fit beside it'),
);
console.log(`  erases of a page     ${least} to ${most}; ${nor.violations} words programmed twice`);
console.log(
  `  expected lifetime    ${grouped((DAYS * ENDURANCE_CYCLES) / most / 365)} years at ${grouped(ENDURANCE_CYCLES)} erases a page`,
);
