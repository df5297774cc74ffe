// Says how large the built files are when compressed, and fails when one outgrows its limit.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

// Limits leave about a quarter above what it was when they were set: growth is a decision, not an accident.
const limits = [
  { what: 'library, with protobuf-es inside', directory: 'dist', pattern: /\.js$/, limitBytes: 60_000 },
  { what: 'demo, scripts', directory: 'target/classes/banyan/web/assets', pattern: /\.js$/, limitBytes: 80_000 },
  { what: 'demo, styles', directory: 'target/classes/banyan/web/assets', pattern: /\.css$/, limitBytes: 10_000 },
];

let failed = false;
for (const { what, directory, pattern, limitBytes } of limits) {
  const bytes = readdirSync(directory)
    .filter((name) => pattern.test(name))
    .reduce((sum, name) => sum + gzipSync(readFileSync(`${directory}/${name}`), { level: 9 }).length, 0);
  const verdict = bytes <= limitBytes ? 'ok' : `over the limit of ${limitBytes}`;
  console.log(`size: ${what}: ${bytes} bytes (gzip), ${verdict}`);
  failed ||= bytes > limitBytes;
}
process.exit(failed ? 1 : 0);
