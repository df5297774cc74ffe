/**
 * A code in a picture that survives scaling and compression: black and white cells over the top third. It says whose
 * picture it is, which one, and when it was drawn.
 *
 *     bits   what
 *      16    participant's number
 *      24    frame counter
 *      32    send time: milliseconds since 1970, low 32 bits
 *       1    flash: drawn while the tone's burst sounds
 *      11    guard: 1 0 1 0 …, so that there is always black and white to tell apart
 *      16    CRC-16/CCITT of the first 73 bits
 *
 * 20 x 5 cells: at 160 x 90, the lowest simulcast layer of 640 x 360, a cell still has 8 x 6 pixels.
 */
export const COLUMNS = 20;
export const ROWS = 5;
/** Share of the picture's height, from the top. */
export const CODE_HEIGHT = 1 / 3;

export interface PictureCode {
  /** 16 bit. */
  participant: number;
  /** 24 bit, wraps. */
  counter: number;
  /** Low 32 bits of the milliseconds since 1970; see {@link fullTime}. */
  sendTimeMillis: number;
  flash: boolean;
}

const FIELD_BITS = 73;
const GUARD_BITS = 11;
const CELLS = COLUMNS * ROWS;
// Cells whose black and white are nearer than this are noise or an empty picture. Of 255.
const LEAST_CONTRAST = 60;

/** The cells in reading order: true is white. */
export function encodeCells(code: PictureCode): boolean[] {
  const bits: boolean[] = [];
  append(bits, code.participant, 16);
  append(bits, code.counter, 24);
  append(bits, code.sendTimeMillis, 32);
  append(bits, code.flash ? 1 : 0, 1);
  const crc = crc16(bits);
  for (let index = 0; index < GUARD_BITS; index++) bits.push(index % 2 === 0);
  append(bits, crc, 16);
  return bits;
}

/** Reads cells by their brightness (0 to 255); undefined: not a code, or damaged. */
export function decodeCells(brightness: ArrayLike<number>): PictureCode | undefined {
  if (brightness.length !== CELLS) return undefined;
  const values = Array.from(brightness);
  const darkest = Math.min(...values);
  const brightest = Math.max(...values);
  if (brightest - darkest < LEAST_CONTRAST) return undefined;
  const threshold = (darkest + brightest) / 2;
  const bits = values.map((value) => value > threshold);
  if (crc16(bits.slice(0, FIELD_BITS)) !== read(bits, FIELD_BITS + GUARD_BITS, 16)) return undefined;
  return {
    participant: read(bits, 0, 16),
    counter: read(bits, 16, 24),
    sendTimeMillis: read(bits, 40, 32),
    flash: bits[72]!,
  };
}

/** Draws the code over the top third of a picture. */
export function drawCode(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  width: number,
  height: number,
  code: PictureCode,
): void {
  const cellWidth = width / COLUMNS;
  const cellHeight = (height * CODE_HEIGHT) / ROWS;
  context.fillStyle = '#000';
  context.fillRect(0, 0, width, height * CODE_HEIGHT);
  context.fillStyle = '#fff';
  encodeCells(code).forEach((white, index) => {
    if (!white) return;
    const x = (index % COLUMNS) * cellWidth;
    const y = Math.floor(index / COLUMNS) * cellHeight;
    context.fillRect(x, y, cellWidth, cellHeight);
  });
}

/** Reads the code from RGBA pixels of just the top third, by the middle of each cell. */
export function readPixels(pixels: ArrayLike<number>, width: number, height: number): PictureCode | undefined {
  const brightness: number[] = [];
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      brightness.push(meanBrightness(pixels, width, height, column, row));
    }
  }
  return decodeCells(brightness);
}

/** The full time of a code's low 32 bits: the one nearest to `nearMillis`. */
export function fullTime(low32: number, nearMillis: number): number {
  const period = 2 ** 32;
  const base = Math.floor(nearMillis / period) * period + low32;
  return [base - period, base, base + period].reduce((best, candidate) =>
    Math.abs(candidate - nearMillis) < Math.abs(best - nearMillis) ? candidate : best,
  );
}

/** Over the middle half of the cell each way: its edges are blurred into the neighbours. */
function meanBrightness(pixels: ArrayLike<number>, width: number, height: number, column: number, row: number): number {
  const fromX = Math.floor(((column + 0.25) * width) / COLUMNS);
  const toX = Math.max(fromX + 1, Math.floor(((column + 0.75) * width) / COLUMNS));
  const fromY = Math.floor(((row + 0.25) * height) / ROWS);
  const toY = Math.max(fromY + 1, Math.floor(((row + 0.75) * height) / ROWS));
  let sum = 0;
  for (let y = fromY; y < toY; y++) {
    for (let x = fromX; x < toX; x++) {
      const at = (y * width + x) * 4;
      sum += pixels[at]! + pixels[at + 1]! + pixels[at + 2]!;
    }
  }
  return sum / (3 * (toX - fromX) * (toY - fromY));
}

function append(bits: boolean[], value: number, count: number): void {
  for (let bit = count - 1; bit >= 0; bit--) bits.push(Math.floor(value / 2 ** bit) % 2 === 1);
}

function read(bits: readonly boolean[], from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index++) value = value * 2 + (bits[index] ? 1 : 0);
  return value;
}

/** CRC-16/CCITT-FALSE over single bits. */
function crc16(bits: readonly boolean[]): number {
  let crc = 0xffff;
  for (const bit of bits) {
    const carry = ((crc & 0x8000) !== 0) !== bit;
    crc = (crc << 1) & 0xffff;
    if (carry) crc ^= 0x1021;
  }
  return crc;
}
