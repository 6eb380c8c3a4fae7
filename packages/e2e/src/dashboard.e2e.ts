import { launch, watch } from '@latchkey/testkit/browser'
import { expect, type Page, test } from '@playwright/test'
import { axeFinds } from './axe.ts'
import { type LedgerWithHistory, ledgerWithHistory } from './dashboard-ledger.ts'
import { rare } from './variants.ts'

// One ledger with a month of history, and one browser, for all of this file.
test.describe.configure({ mode: 'default' })

let ledger: LedgerWithHistory
let browser: Awaited<ReturnType<typeof launch>>

test.beforeAll(async () => {
  ledger = await ledgerWithHistory()
  browser = await launch({ args: [] })
})
test.afterAll(async () => {
  await browser?.close()
  await ledger?.stop()
})

interface Visit {
  readonly page: Page
  /** Requests to anywhere else. */
  readonly foreign: readonly string[]
  readonly seen: Awaited<ReturnType<typeof watch>>
}

async function visit(options: Parameters<typeof browser.browser.newContext>[0] = {}): Promise<Visit> {
  const context = await browser.browser.newContext({ acceptDownloads: true, ...options })
  const seen = await watch(context)
  const foreign: string[] = []
  context.on('request', (request) => {
    if (!request.url().startsWith(`${ledger.origin}/`)) foreign.push(request.url())
  })
  return { page: await context.newPage(), foreign, seen }
}

async function signIn(page: Page): Promise<void> {
  await page.goto(ledger.url)
  await page.getByLabel('Your token').fill(ledger.token)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview')
}

async function go(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: title, exact: true }).click()
}

test('a privacy officer does a day’s work, and nothing leaves the ledger’s origin', async () => {
  test.slow()
  const { page, foreign, seen } = await visit({ viewport: { width: 1280, height: 900 } })
  await signIn(page)

  await test.step('reads how people answered', async () => {
    const answers = page.getByRole('listitem').filter({ hasText: 'Answers' }).first()
    await expect(answers).toContainText(/[1-9]\d*0/)
    await page.getByLabel('Period', { exact: true }).selectOption('7')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page).toHaveURL(/days=7/)
    await page.getByText('Table of days').click()
    await expect(page.getByRole('table', { name: /Every day of the period/ }).getByRole('row')).toHaveCount(8)
    await expect(page.getByRole('table').filter({ hasText: 'Share granted' })).toContainText('analytics')
  })

  await test.step('finds a record by the code on a receipt', async () => {
    await go(page, 'Find')
    await page.getByLabel('Receipt code').fill(ledger.id.slice(0, 8))
    await page.getByRole('button', { name: 'Find' }).click()
    await expect(page.getByText('The proof holds.')).toBeVisible()
    await expect(page.getByText('May we use extra data?', { exact: true })).toBeVisible()
    await expect(page.getByText('Fails:')).toHaveCount(0)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download the record with its proof' }).click()
    expect((await download).suggestedFilename()).toBe(`latchkey-receipt-${ledger.id.slice(0, 8)}.json`)
  })

  await test.step('reads the configuration and the build that the record names (RE-4)', async () => {
    const policy = page.getByRole('table', { name: /Registered for the policy 2026-11/ })
    await policy.getByRole('link', { name: 'latchkey.json' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('latchkey.json')
    await expect(page.getByText('"controller": "Linden & Oak GmbH"')).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download it byte for byte' }).click()
    expect((await download).suggestedFilename()).toMatch(/^[0-9a-f]{64}\.txt$/)
    await page.goBack()
    await page.getByText('9 files').click()
    await page.getByRole('link', { name: 'latchkey.4.js' }).click()
    await expect(page.getByText('let part = 4')).toBeVisible()
  })

  await test.step('verifies the log', async () => {
    await go(page, 'Verify')
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByText('The log holds.')).toBeVisible({ timeout: 30_000 })
  })

  await test.step('exports it', async () => {
    await go(page, 'Export')
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download' }).click()
    expect((await download).suggestedFilename()).toBe('latchkey-export.jsonl')
  })

  await test.step('makes a reader’s token, which opens what readers may see', async () => {
    await go(page, 'Tokens')
    await page.getByLabel('Name').fill('Reader of the shop')
    await page.getByLabel('Role').selectOption('reader')
    await page.getByRole('button', { name: 'Make the token' }).click()
    const token = (await page.locator('#new-token').textContent()) ?? ''
    expect(token).toMatch(/^lk_/)
    const reader = await visit()
    await reader.page.goto(ledger.url)
    await reader.page.getByLabel('Your token').fill(token)
    await reader.page.getByRole('button', { name: 'Sign in' }).click()
    await expect(reader.page.getByRole('navigation').getByRole('link')).toHaveText([
      'Overview',
      'Delivery',
      'Find',
      'Verify',
      'Export',
    ])
    await reader.page.context().close()
  })

  await test.step('erases a person’s records after seeing them', async () => {
    await go(page, 'Erasure')
    await page.getByLabel('Receipt code').fill(ledger.id)
    await page.getByRole('button', { name: 'Show what would go' }).click()
    await expect(page.getByText('2 records from this browser would be erased')).toBeVisible()
    await page.getByLabel('Type the word erase to confirm').fill('erase')
    await page.getByRole('button', { name: 'Erase for good' }).click()
    await expect(page.getByText('2 records erased.')).toBeVisible()
    await go(page, 'Find')
    await page.getByLabel('Receipt code').fill(ledger.id)
    await page.getByRole('button', { name: 'Find' }).click()
    await expect(page.getByText('No record has this code.')).toBeVisible()
  })

  await test.step('sees all that in the log of accesses', async () => {
    await go(page, 'Accesses')
    const log = page.getByRole('table')
    for (const what of [
      'found records',
      'read a document',
      'downloaded a document',
      'checked the whole log',
      'export',
      'made token',
      'erased',
    ])
      await expect(log).toContainText(what)
    expect(await log.textContent()).not.toContain(ledger.id.slice(0, 8))
  })

  await test.step('signs out', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    await page.goto(`${ledger.url}tokens`)
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  })

  expect(foreign).toEqual([])
  expect(seen.violations).toEqual([])
  expect(seen.errors).toEqual([])
  // Chromium writes down the one page that was asked for in vain.
  expect(seen.console.filter((line) => !line.includes('404'))).toEqual([])
  await page.context().close()
})

const pages = ['', 'delivery', 'find', 'verify', 'export', 'erasure', 'tokens', 'accesses'] as const

for (const [screen, viewport] of Object.entries({
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
})) {
  for (const colorScheme of ['light', 'dark'] as const) {
    // Each screen once and each scheme once, unless all are asked for.
    const title = `axe finds nothing on any page, and nothing is wider than the screen: ${screen}, ${colorScheme}`
    test(title, rare((screen === 'phone') !== (colorScheme === 'dark')), async () => {
      test.slow()
      const { page, seen } = await visit({ viewport, colorScheme })
      const look = async (name: string) => {
        // All else is as it is in the light.
        const rules = colorScheme === 'dark' ? ['color-contrast', 'target-size'] : undefined
        expect.soft(await axeFinds(page, { rules }), name).toEqual([])
        const over = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect.soft(over, `${name} is wider than the screen`).toBe(0)
        const folder = process.env.LATCHKEY_SHOTS
        if (folder)
          await page.screenshot({ path: `${folder}/${screen}-${colorScheme}-${name}.png`, fullPage: true })
      }
      await page.goto(ledger.url)
      await look('sign-in')
      await signIn(page)
      for (const path of pages) {
        await page.goto(ledger.url + path)
        await look(path || 'overview')
      }
      await page.goto(`${ledger.url}find?code=${ledger.other}`)
      await expect(page.getByText('The proof holds.')).toBeVisible()
      await page.getByText('9 files').click()
      await look('record')
      await page.getByRole('link', { name: 'latchkey.json' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('latchkey.json')
      await look('document')
      await page.goto(`${ledger.url}nothing-here`)
      await page.goto(`${ledger.url}erasure?code=${ledger.other}`)
      await page.getByRole('button', { name: 'Show what would go' }).click()
      await look('erasure-confirm')
      // The library under test here is run by the tool, past the page's own policy.
      expect(seen.violations.filter((text) => !text.includes('axe'))).toEqual([])
      await page.context().close()
    })
  }
}

test('works with the keyboard alone: the skip link, the form, the way out', async () => {
  const { page } = await visit({ viewport: { width: 1280, height: 900 } })
  await page.goto(ledger.url)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Your token')).toBeFocused()
  await page.keyboard.type(ledger.token)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview')
  await page.getByRole('button', { name: 'Sign out' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await page.context().close()
})
