// `npm ci`, but only if the installed packages are missing or older than the lock file.
import { isStale } from './stale.mjs';
import { run } from './run.mjs';

// npm writes this file last, so it stands for a finished install.
if (isStale('node_modules/.package-lock.json', ['package-lock.json'])) {
  run('npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error');
}
