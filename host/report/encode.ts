/**
 * Bars as text for the page. Each bar is four numbers: operations since the bar
 * before it, operations it lasts, bytes its address differs from the bar before it
 * (zigzag: sign in the lowest bit) and its size; each number 7 bits a byte, low bits
 * first, the top bit set on all but the last byte; all of that in base64. A trace of
 * 40,000 operations takes about 150 KB. decodeBars in client-bars.ts reads it.
 */
import { Buffer } from 'node:buffer';
import type { Bars } from '../replay/picture.ts';

const MAX_BYTES_PER_BAR = 4 * 5;

export function encodeBars(bars: Bars): string {
  const bytes = Buffer.alloc(bars.count * MAX_BYTES_PER_BAR);
  let length = 0;
  const put = (value: number): void => {
    for (; value > 127; value = Math.floor(value / 128)) bytes[length++] = (value % 128) + 128;
    bytes[length++] = value;
  };
  let from = 0;
  let address = 0;
  for (let bar = 0; bar < bars.count; bar++) {
    const step = bars.address[bar] - address;
    put(bars.from[bar] - from);
    put(bars.to[bar] - bars.from[bar]);
    put(step < 0 ? -2 * step - 1 : 2 * step);
    put(bars.bytes[bar]);
    from = bars.from[bar];
    address = bars.address[bar];
  }
  return bytes.toString('base64', 0, length);
}
