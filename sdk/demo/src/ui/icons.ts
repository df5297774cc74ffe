// Drawn for this page on a 24 x 24 grid, stroke only.
const paths = {
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3Z M6 11a6 6 0 0 0 12 0 M12 17v4',
  microphoneOff:
    'M9 9v2a3 3 0 0 0 4.6 2.5 M15 10V6a3 3 0 0 0-5.8-1 M6 11a6 6 0 0 0 9.6 4.8 M18 11a6 6 0 0 1-.6 2.6 M12 17v4 M4 4l16 16',
  camera: 'M4 7h10a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1Z M15 11l6-3.5v9L15 13',
  cameraOff: 'M3.6 7.4A1 1 0 0 0 3 8v8a1 1 0 0 0 1 1h9.6 M9 7h5a1 1 0 0 1 1 1v5 M15 11l6-3.5v9 M4 4l16 16',
  screen:
    'M4 5h16a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1Z M9 20h6 M12 16v4 M12 13V8 M9.5 10.5 12 8l2.5 2.5',
  devices: 'M4 7h9 M17 7h3 M4 17h3 M11 17h9 M15 5v4 M9 15v4',
  hand: 'M8 12V6a1.5 1.5 0 0 1 3 0v5 M11 10V4.5a1.5 1.5 0 0 1 3 0V11 M14 10V6a1.5 1.5 0 0 1 3 0v8a6 6 0 0 1-11 3l-2.5-4a1.5 1.5 0 0 1 2.4-1.8L8 13',
  leave: 'M10 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h5 M14 8l4 4-4 4 M9 12h9',
  link: 'M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.6-5.6L12 7 M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.6 5.6L12 17',
  path: 'M5 5m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0 M19 19m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0 M7 5h8a4 4 0 0 1 0 8H9a3 3 0 0 0 0 6h8',
  quality: 'M6 19v-3 M12 19v-8 M18 19V6',
} as const;

export type IconName = keyof typeof paths;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', 'icon');
  // What it means is said in words by the element that holds it.
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', paths[name]);
  svg.append(path);
  return svg;
}
