export interface GridLayout {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
}

const ASPECT = 16 / 9;

/** The number of columns with which tiles of 16:9 get as large as the space allows. */
export function gridLayout(tiles: number, width: number, height: number, gap: number): GridLayout {
  let best: GridLayout = { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= Math.max(1, tiles); columns++) {
    const rows = Math.max(1, Math.ceil(tiles / columns));
    const widest = Math.max(0, (width - gap * (columns - 1)) / columns);
    const highest = Math.max(0, (height - gap * (rows - 1)) / rows);
    const tileWidth = Math.floor(Math.min(widest, highest * ASPECT));
    if (tileWidth > best.tileWidth) best = { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / ASPECT) };
  }
  return best;
}
