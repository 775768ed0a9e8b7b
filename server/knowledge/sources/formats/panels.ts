/** Hidden on the screen, and no answer to anybody's question: menus, windows and banners that open over the page. */
const overlay =
  'nav, dialog, form, template, [role=dialog], [role=alertdialog], [role=menu], [role=navigation], [role=tooltip], [role=alert], [role=status]'
const overlayName =
  /cookie|consent|modal|pop-?up|overlay|offcanvas|menu|toast|tooltip|lightbox|newsletter|skip-?link/i
const hidden = '[hidden], [aria-hidden=true], [style*=display], [style*=visibility]'
const hidingStyle = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)[^;]*/gi
/** "Yes." answers something; "expand_more" is the name of an icon. */
const saysSomething = /\p{L}.*(?:\s|[.!。]$)/su

/**
 * Opens what is closed until somebody clicks, such as the answers of an FAQ: it is hidden from the eye and still what the page says. What only repeats
 * what is visible, as for small screens, is taken out. Answers how many were opened.
 */
export function openPanels(document: Document): number {
  const opened = new Set<Element>()
  for (const element of document.querySelectorAll<HTMLElement>(hidden)) {
    if (!isHidden(element)) continue
    // What is closed inside of something opened belongs to it; reading its words again would cost their square.
    if (isWithin(element, opened)) {
      show(element)
      continue
    }
    const text = wordsOf(element)
    if (isOverlay(element) || !saysSomething.test(text) || standsBeside(element, text)) {
      element.remove()
      continue
    }
    show(element)
    opened.add(element)
  }
  for (const details of document.querySelectorAll('details')) details.setAttribute('open', '')
  return opened.size
}

function isWithin(element: Element, opened: Set<Element>): boolean {
  for (let at = element.parentElement; at; at = at.parentElement) if (opened.has(at)) return true
  return false
}

function isHidden(element: HTMLElement): boolean {
  if (element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true') return true
  return new RegExp(hidingStyle).test(element.getAttribute('style') ?? '')
}

function isOverlay(element: HTMLElement): boolean {
  if (element.closest(overlay)) return true
  for (let at: Element | null = element; at; at = at.parentElement)
    if (overlayName.test(`${at.getAttribute('class') ?? ''} ${at.id}`)) return true
  return false
}

function standsBeside(element: HTMLElement, text: string): boolean {
  const before = element.previousElementSibling
  const after = element.nextElementSibling
  return [before, after].some((beside) => beside !== null && wordsOf(beside) === text)
}

function show(element: HTMLElement): void {
  element.removeAttribute('hidden')
  element.removeAttribute('aria-hidden')
  element.setAttribute('style', (element.getAttribute('style') ?? '').replaceAll(hidingStyle, ''))
}

const wordsOf = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
