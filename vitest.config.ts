import { defineConfig } from 'vitest/config'

const browserTests = '**/*.browser.test.ts'
const attackTests = '**/*.attack.test.ts'
const never = ['**/node_modules/**', '**/dist/**', 'data/**']

export default defineConfig({
  test: {
    // Once for the whole run: all projects share the engines, every test file has databases of its own.
    globalSetup: 'apps/server/test/global-setup.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['apps/server/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: [...never, browserTests, attackTests],
          globalSetup: [],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          include: ['apps/web/**/*.test.{ts,tsx}'],
          exclude: [...never, browserTests, attackTests],
          globalSetup: [],
        },
      },
      {
        extends: true,
        test: {
          name: 'sdk',
          include: ['packages/sdk/**/*.test.ts'],
          exclude: [...never, browserTests, attackTests],
          globalSetup: [],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: [browserTests],
          exclude: never,
          globalSetup: [],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each file drives a browser beside its servers: more at once only makes them wait for each other.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'attack',
          include: [attackTests],
          exclude: never,
          globalSetup: [],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
