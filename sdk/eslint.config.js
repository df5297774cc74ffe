import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const browserAndNode = { process: 'readonly', console: 'readonly' };

export default defineConfig(
  { ignores: ['dist/', 'target/', 'node_modules/', 'src/signal/gen/'] },
  js.configs.recommended,
  { files: ['scripts/*.mjs'], languageOptions: { globals: browserAndNode } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-self-import': 'error',
      'no-console': 'error',
      'max-lines': ['error', 400],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    },
  },
  {
    files: ['demo/**/*.ts'],
    rules: {
      // The demo is an application like any other: it sees the SDK's public face and nothing behind it.
      'no-restricted-imports': ['error', { patterns: ['**/src/**', '@banyan/sdk/*', '@bufbuild/*'] }],
    },
  },
  {
    files: ['src/*.ts', 'src/{signal,rtc,media,session}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }] },
  },
);
