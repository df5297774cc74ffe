import { describe, expect, it } from 'vitest';
import { gridLayout } from './gridLayout.js';

describe('the grid', () => {
  it.each([
    [1, 1280, 720, 1],
    [2, 1280, 720, 2],
    [2, 400, 800, 1],
    [4, 1280, 720, 2],
    [5, 1280, 720, 3],
    [9, 1280, 720, 3],
    [3, 390, 760, 1],
  ])('shows %i tiles in %i x %i in %i columns', (tiles, width, height, columns) => {
    expect(gridLayout(tiles, width, height, 12).columns).toBe(columns);
  });

  it('keeps within the space', () => {
    for (let tiles = 1; tiles < 40; tiles++) {
      const layout = gridLayout(tiles, 1000, 600, 10);
      expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(tiles);
      expect(layout.tileWidth * layout.columns + 10 * (layout.columns - 1)).toBeLessThanOrEqual(1000);
      expect(layout.tileHeight * layout.rows + 10 * (layout.rows - 1)).toBeLessThanOrEqual(600);
    }
  });

  it('survives a window without size', () => {
    expect(gridLayout(3, 0, 0, 12).tileWidth).toBe(0);
  });
});
