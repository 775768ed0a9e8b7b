import type { Page } from 'playwright-core'
import { doors, navigation } from '../../dashboard/shell/navigation.ts'

/** By hand: the door in the sidebar where it is closed, then the place behind it, and the part of the place. */
export async function goTo(page: Page, name: string): Promise<void> {
  const place = navigation.find((each) => each.name === name)
  if (!place) throw new Error(`There is no place called ${name}`)
  const main = page.getByRole('navigation', { name: 'Main' })
  const link = (named: string) => main.getByRole('link', { name: new RegExp(`^${named}(?: \\d.*)?$`) })
  if (doors.find((door) => door.name === place.door)!.places.length > 1) {
    const door = main.locator('a[aria-expanded]', { hasText: new RegExp(`^${place.door}`) })
    if ((await door.getAttribute('aria-expanded')) === 'false') await door.click()
  }
  const whole = navigation.find(({ to }) => to === place.within)
  if (!whole) return link(name).first().click()
  await link(whole.name).click()
  await page
    .getByRole('navigation', { name: whole.name, exact: true })
    .getByRole('link', { name, exact: true })
    .click()
}
