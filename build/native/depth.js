/**
 * The stack that calls need at most, in bytes: the frames along the deepest way from an entry, of the graph of calls that gcc writes. No function calls itself, and none is
 * called through a pointer, so there is a deepest.
 */

/** What an entry on a pool puts on the stack (POOL_ENTRY_ and BEGIN_ of prelude.h), beside the pool: registers of the caller, and arguments while the pool is looked for. */
const ENTRY_BYTES = 36;
const ARGUMENT_BYTES = 16;
/** `sub sp, #n` of BEGIN_ is its sixth instruction. */
const SUB_AT = 10;
const SUB_SP = 0xb080;

/** Bytes of functions by name, and whom they call, from gcc's -fcallgraph-info=su. */
function graphOf(text) {
  const frames = new Map();
  const calls = new Map();
  for (const [, name, bytes, kind] of text.matchAll(/^node: \{ title: "[^"]*?([\w.]+)" label: "[^"]*?(\d+) bytes \(([\w,]+)\)/gm)) {
    if (kind !== 'static') throw new Error(`${name}: a frame of no fixed size`);
    frames.set(name, Number(bytes));
  }
  for (const [, from, to] of text.matchAll(/^edge: \{ sourcename: "[^"]*?([\w.]+)" targetname: "[^"]*?([\w.]+)"/gm))
    calls.set(from, [...(calls.get(from) ?? []), to]);
  return { frames, calls };
}

/**
 * @param {string} graph the text of code.ci
 * @param {Buffer} code linked at 0
 * @param {Record<string, number>} symbols all of it, by name
 */
export function deepest(graph, code, symbols) {
  const { frames, calls } = graphOf(graph);
  const known = new Map();
  const depthOf = (name, path = []) => {
    if (path.includes(name)) throw new Error(`${[...path, name].join(' calls ')}`);
    if (!known.has(name)) {
      // What is called through a pointer, or is in no graph, could be as deep as it likes.
      if (!frames.has(name)) throw new Error(`${path.join(' calls ')} calls ${name}, whose frame is not known`);
      const below = (calls.get(name) ?? []).map((one) => depthOf(one, [...path, name]));
      known.set(name, frames.get(name) + Math.max(0, ...below));
    }
    return known.get(name);
  };
  // Of the modules together: the largest pool below the deepest function.
  const pools = Object.entries(symbols).flatMap(([name, at]) => {
    if (!name.startsWith('begin_')) return [];
    const instruction = code.readUInt16LE(at + SUB_AT);
    if ((instruction & 0xff80) !== SUB_SP) throw new Error(`${name} has no frame where one should be`);
    return [ENTRY_BYTES + 4 * (instruction & 0x7f)];
  });
  const all = [...frames.keys()].map((name) => depthOf(name) + (name.startsWith('enter_') ? ARGUMENT_BYTES : 0));
  return Math.max(...all) + Math.max(0, ...pools);
}
