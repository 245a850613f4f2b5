import { describe, expect, test } from '@jest/globals';
import {
  barAt,
  barBeside,
  coverPixels,
  decodeBars,
  describeBar,
  lifetimeClass,
} from '../../host/report/client-bars.ts';
import { encodeBars } from '../../host/report/encode.ts';
import { fragmentationOf } from '../../host/replay/picture.ts';
import type { Bars, Picture } from '../../host/replay/picture.ts';
import { renderReport } from '../../host/report/report.ts';
import { parseTrace } from '../../host/trace/parse.ts';

/** Bars of [from, to, address, bytes]. */
function barsOf(rows: number[][]): Bars {
  const column = (i: number): Uint32Array => Uint32Array.from(rows, (row) => row[i]);
  return { count: rows.length, from: column(0), to: column(1), address: column(2), bytes: column(3) };
}

const bars = barsOf([
  [0, 40000, 65536, 4096],
  [0, 3, 16, 4],
  [1, 2, 1048572, 4],
  [39999, 40000, 0, 67108864],
]);

describe('bars', () => {
  test('come out of the page as they went in', () => {
    const { count, from, to, address, bytes } = decodeBars(encodeBars(bars), bars.count);
    expect({ count, from, to, address, bytes }).toEqual(bars);
  });
  test('are found by operation and address', () => {
    expect(barAt(bars, 2, 16)).toBe(1);
    expect(barAt(bars, 3, 16)).toBe(-1);
    expect(barAt(bars, 2, 20)).toBe(-1);
    expect(barAt(bars, 500, 65536 + 4095)).toBe(0);
  });
  test('have neighbours up and down the heap', () => {
    expect(barBeside(bars, 1, 1)).toBe(0);
    expect(barBeside(bars, 0, -1)).toBe(1);
    expect(barBeside(bars, 1, -1)).toBe(1);
  });
  test('are told about with size, address and lifetime', () => {
    expect(describeBar(bars, 1, 40000)).toBe(
      '4 bytes at address 16: placed by operation 1, lives 3 operations, until 4',
    );
    expect(describeBar(bars, 0, 40000)).toMatch(/4,096 bytes at address 65,536: .*lives to the end/);
  });
  test.each([
    [1, 0],
    [9, 0],
    [10, 1],
    [99, 1],
    [999, 2],
    [9999, 3],
    [10000, 4],
    [40000, 4],
  ])('of %d operations are of class %d', (operations, expected) => expect(lifetimeClass(operations)).toBe(expected));
  test('cover each pixel by its exact share', () => {
    const sums = new Float32Array(4 * 4 * 2);
    coverPixels(sums, 4, 2, [100, 0, 0], [0.5, 2.25, 0.5, 9]);
    const shares = [...sums].filter((_, i) => i % 4 === 3);
    expect(shares).toEqual([0.25, 0.5, 0.125, 0, 0.5, 1, 0.25, 0]);
  });
});

test('fragmentation is 0 for one free piece and for none, and near 1 for crumbs', () => {
  const of = (freeBytes: number, largestFreeBytes: number): number => fragmentationOf({ freeBytes, largestFreeBytes });
  expect([of(100, 100), of(0, 0), of(100, 25)]).toEqual([0, 0, 0.75]);
});

describe('the report', () => {
  const trace = parseTrace('a 0 10\na 1 20\nf 0', '<odd> & "name"');
  const picture: Picture = {
    pool: 'headers',
    where: 'on esp32',
    heapBytes: 65536,
    operations: 3,
    peakOperation: 1,
    bars: barsOf([
      [0, 2, 100, 10],
      [1, 3, 120, 20],
    ]),
    samples: [{ operation: 1, freeBytes: 100, largestFreeBytes: 60, movedBytes: 0 }],
    heapAtPeak: null,
  };
  const board = {
    name: 'esp32',
    title: 'ESP32',
    heapBytes: 65536,
    maxHeapBytes: 65536,
    family: 'espruino',
    modules: ['headers', 'tables'],
  };
  const result = {
    board: 'esp32',
    pool: 'headers',
    trace: trace.name,
    heapBytes: 65536,
    fits: false,
    failedAtOperation: 3,
    askedBytes: 500,
    peakLiveBytes: 30,
    usedBytes: 50,
    freeBytes: 100,
    largestFreeBytes: 60,
    worstWords: 12,
    worstSteps: 3,
    movedBytes: 0,
  };
  const html = renderReport(
    [
      {
        trace,
        results: [result],
        tooSmall: [],
        pictures: [picture, { ...picture, where: 'in the smallest heap' }],
        smallest: [{ trace: trace.name, pool: 'headers', peakLiveBytes: 30, smallestHeapBytes: 120, ratio: 4 }],
      },
    ],
    [board, { ...board, name: 'tiny', heapBytes: 16 }],
  );

  test('needs nothing from elsewhere', () => {
    expect(html).not.toMatch(/https?:|src=|<link|@import|url\(|import\(|fetch\(/);
  });
  test('has a language, a title, landmarks and one main heading', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<title>');
    for (const tag of ['header', 'nav', 'main', 'h1'])
      expect(html.match(new RegExp(`<${tag}[ >]`, 'g'))).toHaveLength(1);
    expect(html).toContain('href="#main"');
    expect(html).toMatch(/<section aria-labelledby="trace-[\w-]+">\n<h2 id="trace-/);
  });
  test('has pictures that keyboards reach and screen readers name', () => {
    expect(html.match(/<figure class="plot" aria-label=/g)).toHaveLength(2);
    expect(html.match(/class="map" tabindex="0" role="application"/g)).toHaveLength(2);
    expect(html).toContain('Fragmentation is at most 40 %');
    expect(html).toContain('aria-describedby="keys"');
    expect(html).toContain('id="keys"');
    expect(html).toContain('<output aria-live="polite">');
    expect(html).toContain(':focus-visible');
  });
  test('says in tables what the pictures show, with headings for rows and columns', () => {
    expect(html).toContain('<th scope="row">');
    expect(html).toContain('<th scope="col">');
    expect(html).toContain('<td class="fails"><b>✗ fails</b> <small>at 3</small></td>');
  });
  test('has the smallest heap beside the peak, and no row for a board on which nothing was tried', () => {
    expect(html).toContain('<small>peak 30</small><small>smallest heap 120</small>');
    expect(html).toContain('Too small for all of these: tiny.');
    expect(html).not.toMatch(/<th scope="row">tiny/);
  });
  test('escapes the names of traces', () => {
    expect(html).not.toContain('<odd>');
    expect(html).toContain('&#60;odd&#62; &#38; &#34;name&#34;');
  });
  test('has a light and a dark side', () => {
    expect(html).toContain('@media (prefers-color-scheme: dark)');
  });
});
