import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort, startPortal, stopPortal } from '../support/portal.ts'

// Prints, in milliseconds, how long the portal takes from its launch to « Portail prêt » and from SIGTERM to its end.
const directory = mkdtempSync(join(tmpdir(), 'portail-mesure-'))
const variables = { PORT: await findFreePort(), DATA_DIR: directory }

async function measure(label: string) {
  const launched = performance.now()
  const portal = await startPortal(variables)
  const ready = performance.now()
  await stopPortal(portal)
  console.log(`${label.padEnd(36)}${Math.round(ready - launched)} ms, arrêt ${Math.round(performance.now() - ready)} ms`)
}

await measure('premier démarrage (démonstration)')
for (const turn of [2, 3, 4]) await measure(`démarrage n° ${turn}`)
rmSync(directory, { recursive: true, force: true })
