import { describe, expect, it } from 'vitest';
import {
  CODE_HEIGHT,
  COLUMNS,
  decodeCells,
  encodeCells,
  fullTime,
  readPixels,
  ROWS,
  type PictureCode,
} from './pictureCode.js';

const code: PictureCode = { participant: 513, counter: 0xabcdef, sendTimeMillis: 0xfedcba98, flash: true };

function brightnessOf(cells: boolean[], black = 0, white = 255): number[] {
  return cells.map((cell) => (cell ? white : black));
}

/** Draws cells as a rasterizer would and blurs them, as a small layer is. */
function picture(cells: boolean[], width: number, height: number, noise: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 4);
  let seed = 1;
  const random = (): number => (seed = (seed * 48271) % 0x7fffffff) / 0x7fffffff;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor((y * ROWS) / height) * COLUMNS + Math.floor((x * COLUMNS) / width);
      const value = (cells[cell] ? 220 : 30) + (random() - 0.5) * 2 * noise;
      pixels.fill(value, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return pixels;
}

describe('the code in the picture', () => {
  it('has one cell for each bit', () => {
    expect(encodeCells(code)).toHaveLength(COLUMNS * ROWS);
  });

  it.each([
    code,
    { participant: 0, counter: 0, sendTimeMillis: 0, flash: false },
    { participant: 0xffff, counter: 0xffffff, sendTimeMillis: 0xffffffff, flash: true },
    { participant: 7, counter: 1, sendTimeMillis: 1_700_000_000, flash: false },
  ])('reads what was written: %o', (written) => {
    expect(decodeCells(brightnessOf(encodeCells(written)))).toEqual(written);
  });

  it('reads pale and dark pictures', () => {
    expect(decodeCells(brightnessOf(encodeCells(code), 90, 160))).toEqual(code);
  });

  it('reads the lowest layer with noise on it', () => {
    const [width, height] = [160, 90 * CODE_HEIGHT];
    expect(readPixels(picture(encodeCells(code), width, height, 60), width, height)).toEqual(code);
  });

  it('does not read an empty picture', () => {
    expect(decodeCells(new Array<number>(COLUMNS * ROWS).fill(128))).toBeUndefined();
  });

  it.each([...Array(73).keys()])('does not believe a code with bit %i wrong', (bit) => {
    const cells = encodeCells(code);
    cells[bit] = !cells[bit];
    expect(decodeCells(brightnessOf(cells))).toBeUndefined();
  });

  it('completes a time to the nearest one with these bits', () => {
    const nowMillis = 1_790_000_000_000;
    expect(fullTime((nowMillis - 120) % 2 ** 32, nowMillis)).toBe(nowMillis - 120);
    const wrapped = 417 * 2 ** 32;
    expect(fullTime(2 ** 32 - 5, wrapped + 3)).toBe(wrapped - 5);
    expect(fullTime(5, wrapped - 3)).toBe(wrapped + 5);
  });
});
