/** Where the machine code of a board is: found in Storage or copied into RAM by the loader, and how its functions are made. */

export const CODE_FILE = 'ckremm.bin';
export const ES5_FILE = 'ckremm.es5';

/** CRC-32 as E.CRC32 has it. */
export function crcOf(bytes) {
  let sum = -1;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/**
 * Finds the code: `base` is its address, or its copy in RAM; or returns why it cannot run. Storage moves files when it is compacted, and machine
 * code that moved is no code any more: only the first file stays where it is. Where the board does not say where its Storage begins, no file lies before
 * it. A flat string of RAM may be moved by E.defrag: E.nativeCall looks for it in each call, and the code runs at every even address, which it has where
 * variables have an even number of bytes.
 */
export const findCode = (code) => `(function (S, memory, code, start, why, names, i, other) {
  if (!E.nativeCall) return "this firmware cannot call native code";
  if (!(code = S.read("${CODE_FILE}"))) return "there is no ${CODE_FILE} in Storage";
  if (E.CRC32(code) !== ${crcOf(code)}) return "${CODE_FILE} is torn, or of another version";
  base = E.getAddressOf(code, true);
  why = base ? "${CODE_FILE} is not the first file of Storage, and may move" : "Storage is not mapped into memory here";
  if (start = memory.flash_code_start) start = base === start + 32;
  else if (base) {
    start = (base & 4095) === 32;
    names = S.list();
    for (i in names) if ((other = E.getAddressOf(S.read(names[i]), true)) && other < base) start = false;
  }
  if (start) return 0;
  if (memory.blocksize & 1) return why + "; in RAM it would, too";
  if (memory.free * memory.blocksize < ${4 * code.length}) return why + "; for RAM it is too large";
  base = E.toFlatString(code);
  return base && E.getAddressOf(base, true) ? 0 : why + "; RAM has no room for it in one piece";
})(require("Storage"), process.memory())`;

/** A native function. `place`: where it starts, and its signature, as arguments. */
export function callOf(place) {
  const [offset, signature] = place.split(', ');
  return `(typeof base === "number" ? E.nativeCall(base + ${offset}, ${signature}) : E.nativeCall(${offset}, ${signature}, base))`;
}
