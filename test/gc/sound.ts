/** Whether an image's collector is sound, told from its bytes: written apart from src/gc/verify.ts, with sets and plain words. */
import { find } from '../../src/heap/index.ts';
import { Image, Kind } from '../../src/heap/layout.ts';
import { directory, isRegion } from '../../src/heap/regions.ts';
import { attach } from '../../src/tables/index.ts';
import { bytesAt, handleAt, pinsAt, addressAt } from '../../src/tables/entries.ts';

/** Word offsets as layout.ts draws them. */
const AT = { stack: 28, types: 60, held: 124, named: 188, pins: 204, kept: 220, weak: 221, end: 237 };

export function isSound(image: Uint8Array): boolean {
  const heap = new Uint8Array(image);
  const base = find(heap, Kind.Gc, 0);
  if (!base) return false;
  const own = directory(heap)[(base - Image.RowBytes) >> 2]! >>> 4;
  const poolBase = base + own;
  const pool = isRegion(heap, poolBase, Kind.Tables) ? attach(heap, poolBase) : null;
  if (!pool) return false;
  const words = new Uint16Array(heap.buffer, base, (own - Image.RowBytes) >> 1);
  const w = (at: number): number => words[at]!;
  const wide = (at: number): number => w(at) + 65536 * w(at + 1);
  const [
    call,
    state,
    objects,
    high,
    count,
    waiting,
    sweep,
    cursor,
    depth,
    array,
    slice,
    typeCount,
    heldTop,
    scope,
    startObjects,
    assist,
    assistBytes,
  ] = Array.from(words.subarray(0, 17)) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const poolBytes = directory(heap)[(poolBase - Image.RowBytes) >> 2]! >>> 4;
  const most = Math.max(0, poolBytes - 64 - 2 * objects);
  if (
    call !== 0 ||
    ![1, 2, 3].includes(state) ||
    !objects ||
    own - 8 !== Math.ceil((2 * AT.end + 2 * objects + 4) / 4) * 4
  )
    return false;
  if (w(19) || w(20) || w(21) > (state === 1 ? 0 : 1) || w(AT.kept)) return false;
  if (high > objects || startObjects > objects / 2 || wide(24) > most / 2) return false;
  if ((assist === 0) !== (assistBytes === 0) || (state !== 1 && assist === 0)) return false;
  if (state === 2 ? cursor < 1 || cursor > objects + 1 || depth > 32 : cursor || depth || array || slice) return false;
  if (state === 3 ? sweep < 1 || sweep > high + 1 : sweep) return false;

  // Types.
  if (typeCount < 1 || typeCount > 32 || wide(AT.types)) return false;
  const types = Array.from({ length: 32 }, (_, t) => ({ bits: w(AT.types + 2 * t), flags: w(AT.types + 2 * t + 1) }));
  if (types.some(({ bits, flags }, t) => (t < typeCount ? flags > 3 : bits || flags))) return false;
  const referencesOf = (type: number, bytes: number): number[] | null => {
    const { bits, flags } = types[type]!;
    const payload = Math.floor(bytes / 4);
    if (flags & 1) return bits > payload ? null : Array.from({ length: payload - bits }, (_, i) => bits + i);
    const references = Array.from({ length: 16 }, (_, i) => i).filter((i) => bits & (1 << i));
    return references.some((word) => word >= payload) ? null : references;
  };

  // Colours, types and blocks.
  const colours = Array.from(heap.subarray(base + 2 * AT.end, base + 2 * AT.end + objects + 2));
  const kinds = Array.from(heap.subarray(base + 2 * AT.end + objects + 2, base + own - 8));
  if (colours[0] || colours[objects + 1] || kinds[0]) return false;
  for (let i = high + 1; i <= objects; i++) if (colours[i] || kinds[i]) return false;
  if (kinds.slice(objects + 1).some(Boolean)) return false;
  const all = Array.from({ length: high }, (_, i) => i + 1).filter((i) => colours[i]);
  const isAlive = (i: number): boolean => {
    const colour = colours[i];
    return i > 0 && i <= objects && (colour === 2 || colour === 3 || (colour === 1 && (state !== 3 || i < sweep)));
  };
  const allowed = (i: number): number[] =>
    state === 1 ? [1, 4] : state === 2 ? [1, 2, 3, 4] : i < sweep ? [1, 4] : [1, 3, 4];
  const bytes = new Map(all.map((i) => [i, bytesAt(pool, i)]));
  for (const i of all) {
    const kind = kinds[i]!;
    if (
      !allowed(i).includes(colours[i]!) ||
      !bytes.get(i) ||
      kind & 96 ||
      (kind & 31) >= typeCount ||
      !referencesOf(kind & 31, bytes.get(i)!)
    )
      return false;
    if (colours[i] === 4 && !(types[kind & 31]!.flags & 2)) return false;
  }
  const cost = [...bytes.values()].reduce((sum, b) => sum + 4 * Math.ceil((b + 1) / 4), 0);
  if (count !== all.length || waiting !== all.filter((i) => colours[i] === 4).length || wide(22) !== cost) return false;

  // Marking.
  const stack = Array.from(words.subarray(AT.stack, AT.stack + depth));
  if (new Set(stack).size !== stack.length || stack.some((i) => i > objects || colours[i] !== 2)) return false;
  if (state === 2 && all.some((i) => colours[i] === 2 && i < cursor && !stack.includes(i))) return false;
  if (
    array
      ? array > objects ||
        colours[array] !== 3 ||
        !(types[kinds[array]! & 31]!.flags & 1) ||
        !slice ||
        types[kinds[array]! & 31]!.bits + 16 * slice >= Math.floor(bytes.get(array)! / 4)
      : slice
  )
    return false;

  // References.
  for (const i of all.filter(isAlive)) {
    const type = types[kinds[i]! & 31]!;
    for (const word of referencesOf(kinds[i]! & 31, bytes.get(i)!)!) {
      const value = new DataView(heap.buffer).getUint32(addressAt(pool, i) + 4 * word, true);
      if (!value) continue;
      const child = value % 65536;
      if (value < 2 ** 31 || !isAlive(child) || handleAt(pool, child) !== value - 2 ** 31) return false;
      const isUnseen = array === i && word >= type.bits + 16 * slice;
      if (state === 2 && colours[i] === 3 && colours[child] === 1 && !isUnseen) return false;
    }
  }

  // Roots.
  if (heldTop > 64) return false;
  const held = Array.from(words.subarray(AT.held, AT.held + heldTop));
  const frames: number[] = [];
  for (let at = scope; at; at = held[at - 1]! - 65000) {
    if (at < 0 || at > heldTop || !(held[at - 1]! >= 65000) || frames.includes(at)) return false;
    frames.push(at);
  }
  if (held.some((word, i) => !frames.includes(i + 1) && !(isAlive(word) && frames.some((at) => at <= i)))) return false;
  if (frames.some((at, i) => i > 0 && at >= frames[i - 1]!)) return false;
  const named = Array.from(words.subarray(AT.named, AT.pins));
  const pins = Array.from(words.subarray(AT.pins, AT.kept)).filter(Boolean);
  if ([...named.filter(Boolean), ...pins].some((i) => !isAlive(i))) return false;
  if (pins.some((i) => pins.filter((other) => other === i).length > pinsAt(pool, i))) return false;
  return Array.from(words.subarray(AT.weak, AT.end)).every(
    (i) => !i || i === 65535 || (i <= objects && [1, 2, 3].includes(colours[i]!) && (kinds[i]! & 128) > 0),
  );
}
