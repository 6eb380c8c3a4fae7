import { expect, type Page } from '@playwright/test'

/** From wherever the shopper stands to a placed order, by the shop's own links and buttons. */
export async function walkFunnel(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Furniture', exact: true }).click()
  await page.getByLabel('Oak').check()
  await page.getByRole('link', { name: 'Halden' }).click()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('link', { name: 'Go to checkout' }).click()
  await page.getByRole('button', { name: 'Place order' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you for your order' })).toBeVisible()
}

/** The shop's one key, once something lies in the cart. */
export const CART = /^cookie cart@/
