/** Node's Buffer, as far as the tools need it in a page: texts of single bytes, and base64. */

export class Buffer extends Uint8Array {
  static override from(source: any, how?: any): any {
    if (typeof source === 'string') return bytesOf(how === 'base64' ? atob(source) : source);
    const bytes = new Buffer((source as Uint8Array).length);
    bytes.set(source as Uint8Array);
    return bytes;
  }

  static alloc(bytes: number): Buffer {
    return new Buffer(bytes);
  }

  override toString(how?: string): string {
    const text = textOf(this);
    return how === 'base64' ? btoa(text) : text;
  }
}

function bytesOf(text: string): Buffer {
  const bytes = new Buffer(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** A call takes so many arguments. */
const MOST_ARGUMENTS = 4096;

function textOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += MOST_ARGUMENTS)
    text += String.fromCharCode.apply(null, Array.from(bytes.subarray(at, at + MOST_ARGUMENTS)));
  return text;
}
