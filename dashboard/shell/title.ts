/** The tab's title: "(2) Live Feed · Halo". The number is what needs somebody, seen even when the tab is one of many. */
let name = ''
let count = 0

export function nameTab(screen: string): void {
  name = screen
  show()
}

export function countTab(open: number): void {
  count = open
  show()
}

function show(): void {
  document.title = `${count ? `(${count}) ` : ''}${name ? `${name} · ` : ''}Halo`
}
