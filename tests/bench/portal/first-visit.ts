import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { prepareChromium } from '../../support/chromium.ts'

type Measured = { shift: number; painted: number }

/** A first visit in Chromium, on a processor slowed down four times: bytes over the wire by address, layout shift, largest contentful paint. */
export async function measureFirstVisit(url: string) {
  const prepared = await prepareChromium()
  const { path, libraries } = prepared
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'], headless: true, ...(libraries && { env: { LD_LIBRARY_PATH: libraries } }) })
  const page = await (await browser.newContext({ viewport: { width: 375, height: 812 } })).newPage()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  const addresses = new Map<string, string>()
  const sizes = new Map<string, number>()
  session.on('Network.responseReceived', ({ requestId, response }) => addresses.set(requestId, new URL(response.url).pathname))
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.set(addresses.get(requestId) ?? '', encodedDataLength))
  await page.addInitScript({ path: join(import.meta.dirname, 'first-visit-page.js') })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForTimeout(1_000)
  const { shift, painted } = await page.evaluate(() => (globalThis as unknown as { measured: Measured }).measured)
  await browser.close()
  prepared.remove()
  return { shift, painted, sizes: [...sizes].filter(([address]) => address !== '') }
}
