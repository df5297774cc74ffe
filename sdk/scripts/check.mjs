// Types, unit tests and lint, unless nothing changed since they last passed.
import { inputs, isStale, touch } from './stale.mjs';
import { run } from './run.mjs';

const stamp = 'target/check.stamp';
if (isStale(stamp, inputs)) {
  run('buf', 'generate');
  run('tsc', '--noEmit', '-p', 'tsconfig.json');
  run('vitest', 'run', '--reporter', 'dot', '--passWithNoTests');
  run('eslint', '--max-warnings', '0', '.');
  run('prettier', '--check', '--log-level', 'warn', '.');
  run('buf', 'lint', '../protocol/src/main/proto', '--config', 'buf.yaml');
  touch(stamp);
}
