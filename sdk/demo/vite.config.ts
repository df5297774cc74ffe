import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

export default defineConfig({
  root,
  base: './',
  // Where a node finds its pages: on its classpath, under banyan/web.
  build: {
    outDir: resolve(root, '../target/classes/banyan/web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The audio worklet is loaded by its address, which a data: URL is not for every content security policy.
    assetsInlineLimit: 0,
  },
  resolve: { alias: { '@banyan/sdk': resolve(root, '../src/index.ts') } },
  // `npm run dev` against a node on its usual port.
  server: {
    proxy: {
      '/v1': { target: 'http://localhost:7780', ws: true },
      '/demo': { target: 'http://localhost:7780' },
    },
  },
});
