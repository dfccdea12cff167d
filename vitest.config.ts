import { defineConfig } from 'vitest/config'

const shared = {
  env: { LOG_LEVEL: 'silent', TZ: 'UTC' },
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 180_000,
} as const

export default defineConfig({
  test: {
    globalSetup: ['tests/support/global-setup.ts'],
    reporters: ['default', './tests/support/reporter.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'requests',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**'],
          setupFiles: ['tests/support/setup.ts', 'tests/support/empty.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          setupFiles: ['tests/support/setup.ts'],
          // A test opens dozens of pages, and other work may share the cores.
          testTimeout: 600_000,
        },
      },
    ],
  },
})
