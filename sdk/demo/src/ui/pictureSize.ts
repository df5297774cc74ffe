/** How good pictures are to be: `auto` goes by how large they are shown. */
export type PictureQuality = 'auto' | 'high' | 'medium' | 'low';

export const QUALITIES: readonly PictureQuality[] = ['auto', 'high', 'medium', 'low'];

// Of the cameras' three encodings, the middle one and the smallest.
const LINES: Partial<Record<PictureQuality, number>> = { medium: 360, low: 180 };

export interface Size {
  width: number;
  height: number;
}

/** What to ask for where a picture is shown so large, in device pixels; 0: as large as there is. */
export function askedSize(shown: Size, quality: PictureQuality): Size {
  if (quality === 'high') return { width: 0, height: 0 };
  const most = LINES[quality] ?? shown.height;
  if (shown.height <= most) return shown;
  return { width: Math.round((shown.width * most) / shown.height), height: most };
}
