import { defineConfig } from 'vitest/config';

export default defineConfig({
  build: {
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'banyan-sdk.js' },
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    sourcemap: true,
  },
  resolve: { tsconfigPaths: true },
  test: {
    include: ['src/**/*.test.ts', 'demo/src/**/*.test.ts'],
    environment: 'node',
    pool: 'threads',
  },
});
