/** How well one colour is read on another, as WCAG 2.2 reckons it; free of the schema library, because the widget asks too. */

const white = '#ffffff'
const nearBlack = '#14161c'
/** The luminance on which white and near-black are equally hard to read: √(1.05 × 0.0581) − 0.05. */
const asHardOnBoth = 0.1969

/** From here on small text is easy to read. */
export const readable = 4.5

export const isColour = (text: string): boolean => /^#([0-9a-f]{3}){1,2}$/i.test(text)

/** White or near-black, whichever is easier to read on `colour` (#rgb or #rrggbb). */
export const writingOn = (colour: string): string => (luminanceOf(colour) < asHardOnBoth ? white : nearBlack)

/** 1 (the same) to 21 (black on white). */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Relative luminance, 0 to 1. */
function luminanceOf(colour: string): number {
  const [r, g, b] = channelsOf(colour).map((channel) =>
    channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function channelsOf(colour: string): number[] {
  const hex = colour.slice(1)
  const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex
  return [0, 2, 4].map((at) => parseInt(full.slice(at, at + 2), 16) / 255)
}
