// Whether something has to be made again: its inputs' newest modification time against its stamp's.
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

function newestMillis(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  // A directory's own time counts as well: it moves when a file is deleted.
  return readdirSync(path).reduce((newest, name) => {
    const skipped = name === 'gen' || name === 'node_modules';
    return skipped ? newest : Math.max(newest, newestMillis(join(path, name)));
  }, 0);
}

export const inputs = [
  '../protocol/src/main/proto',
  'src',
  'demo',
  'scripts',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
  'eslint.config.js',
  'vite.config.ts',
  'buf.gen.yaml',
];

export function isStale(stamp, paths) {
  if (!existsSync(stamp)) return true;
  return Math.max(...paths.map(newestMillis)) > statSync(stamp).mtimeMs;
}

export function touch(stamp) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}
