// Installs what the lock file says, but only if the installed packages are missing or older than it. Not `npm ci`: that
// refuses a lock file without the binaries for other platforms, which not every registry mirror has.
import { isStale } from './stale.mjs';
import { run } from './run.mjs';

// npm writes this file last, so it stands for a finished install.
if (isStale('node_modules/.package-lock.json', ['package-lock.json'])) {
  run('npm', 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error');
}
