/// <reference lib="dom" />
/** A program with its board and modules as the part of an address behind `#`, and back. */

export interface Shared {
  board: string;
  modules: string[];
  forMilliseconds: number;
  program: string;
}

/** An address that is longer than this is cut by what it is sent with. */
export const MOST_CHARACTERS = 8000;

const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');

const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));

const through = async (
  bytes: Uint8Array<ArrayBuffer>,
  stream: GenericTransformStream,
): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** `board=puckjs&...&program=zeJyr...`; the program is deflated, `z`, where the browser can do that, else as it is, `t`. */
export async function toFragment({ board, modules, forMilliseconds, program }: Shared): Promise<string> {
  const bytes = new Uint8Array(new TextEncoder().encode(program));
  const text =
    typeof CompressionStream === 'function'
      ? `z${toBase64(await through(bytes, new CompressionStream('deflate-raw')))}`
      : `t${toBase64(bytes)}`;
  return `board=${board}&modules=${modules.join(',')}&for=${forMilliseconds}&program=${text}`;
}

/** What an address says; null where it says nothing, or what cannot be read. */
export async function fromFragment(fragment: string): Promise<Shared | null> {
  const fields = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = fields.get('program') ?? '';
  try {
    const bytes = fromBase64(text.slice(1));
    if (text[0] !== 'z' && text[0] !== 't') return null;
    const plain = text[0] === 'z' ? await through(bytes, new DecompressionStream('deflate-raw')) : bytes;
    return {
      board: fields.get('board') ?? '',
      modules: (fields.get('modules') ?? '').split(',').filter(Boolean),
      forMilliseconds: Number(fields.get('for')),
      program: new TextDecoder().decode(plain),
    };
  } catch {
    return null;
  }
}
