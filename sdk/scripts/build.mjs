// Generates the messages, builds the library (dist/) and the demo (target/classes/banyan/web/), unless both are up to date.
import { inputs, isStale, touch } from './stale.mjs';
import { run } from './run.mjs';

const stamp = 'target/build.stamp';
if (isStale(stamp, inputs)) {
  run('buf', 'generate');
  run('tsc', '-p', 'tsconfig.build.json');
  run('vite', 'build', '--logLevel', 'warn');
  run('vite', 'build', '--logLevel', 'warn', '--config', 'demo/vite.config.ts');
  run('node', 'scripts/size.mjs');
  touch(stamp);
}
