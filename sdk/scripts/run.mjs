// Runs a program of this package's node_modules; ends this process with its status if it fails.
import { spawnSync } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

export function run(program, ...args) {
  const path = resolve('node_modules/.bin') + delimiter + process.env.PATH;
  const done = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, PATH: path } });
  if (done.error) {
    console.error(`cannot run ${program}: ${done.error.message}`);
    process.exit(1);
  }
  if (done.status !== 0) process.exit(done.status ?? 1);
}
