/** Values of every kind that a claim can have: drawn by chance, written in another way, and replaced by a wrong one. */

export const kinds = [
  'sum',
  'percent',
  'date',
  'weekday',
  'time',
  'span',
  'phone',
  'email',
  'ref',
  'count',
] as const
export type Kind = (typeof kinds)[number]
export type Random = () => number

export const pick = <T>(all: readonly T[], random: Random): T => all[Math.floor(random() * all.length)]!
const whole = (from: number, to: number, random: Random) => from + Math.floor(random() * (to - from + 1))
const digitsOf = (count: number, random: Random) =>
  Array.from({ length: count }, () => whole(1, 9, random)).join('')

const months = 'January February March April May June July August September October November December'.split(' ')
export const weekdays = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')
const words = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** A value as a system writes it. */
export const fresh: Record<Kind, (random: Random) => string> = {
  sum: (random) =>
    `${pick(['€', '$', '£'], random)}${pick([`${whole(2, 99, random)}.${whole(1, 9, random)}0`, `${whole(2, 9, random)},${whole(1, 9, random)}00`, `${whole(5, 400, random)}`], random)}`,
  percent: (random) => `${pick([whole(2, 95, random), `${whole(1, 9, random)}.${whole(1, 9, random)}`], random)}%`,
  date: (random) => `${whole(1, 28, random)} ${pick(months, random)} 2026`,
  weekday: (random) => pick(weekdays, random),
  time: (random) => `${whole(6, 21, random)}:${pick(['00', '15', '30', '45'], random)}`,
  span: (random) =>
    pick(
      [
        `${whole(2, 6, random)} weeks`,
        `${whole(2, 30, random)} days`,
        `${whole(1, 3, random) * 24} hours`,
        `${whole(2, 10, random)} working days`,
        `${whole(2, 36, random)} months`,
        `${whole(10, 50, random)} minutes`,
      ],
      random,
    ),
  phone: (random) => `+49 ${pick(['30', '40', '89'], random)} ${digitsOf(7, random)}`,
  email: (random) =>
    `${pick(['help', 'care', 'team', 'service'], random)}@${pick(['shop', 'north', 'clinic'], random)}.example`,
  ref: (random) => `${pick(['NW', 'AB', 'RT', 'C'], random)}-${digitsOf(5, random)}`,
  count: (random) => `${whole(13, 990, random)}`,
}

/** The same value as an answer may write it. */
export const rewritten: Record<Kind, (text: string, random: Random) => string> = {
  sum: (text, random) => {
    const [, sign = '', amount = ''] = /^([€$£])(.*)$/.exec(text) ?? []
    if (!sign) return text
    return pick(
      [
        text,
        `${amount.replace(/(\d),(\d{3})/, '$1$2')} ${{ '€': 'euros', $: 'dollars', '£': 'pounds' }[sign]}`,
        `${amount} ${{ '€': 'EUR', $: 'USD', '£': 'GBP' }[sign]}`,
      ],
      random,
    )
  },
  percent: (text, random) =>
    pick([text, text.replace(/\s?%/, ' percent'), text.replace(/\s?%|\spercent/, ' %')], random),
  date: (text, random) => {
    const [, day = '', month = '', year] = /^(\d+) (\w+)(?: (\d{4}))?$/.exec(text) ?? []
    if (!month) return text
    const iso = `${year ?? 2026}-${String(months.indexOf(month) + 1).padStart(2, '0')}-${day.padStart(2, '0')}`
    return pick(
      [
        text,
        `${month} ${day}`,
        `${day} ${month.slice(0, 3)}`,
        `${month} ${day}th, ${year ?? 2026}`,
        ...(year ? [iso] : []),
      ],
      random,
    )
  },
  weekday: (text) => text,
  time: (text, random) => {
    const [, hour = '', minute = ''] = /^(\d+):(\d\d)$/.exec(text) ?? []
    if (!hour) return text
    const half = `${Number(hour) % 12 || 12}${minute === '00' ? '' : `:${minute}`} ${Number(hour) < 12 ? 'am' : 'pm'}`
    return pick([text, half], random)
  },
  span: (text, random) => {
    const [, number = '', unit = ''] = /^(\d+) (.*)$/.exec(text) ?? []
    const value = Number(number)
    const ways = [text, ...(words[value] ? [`${words[value]} ${unit}`] : [])]
    if (unit === 'weeks') ways.push(`${value * 7} days`)
    if (unit === 'days' && value % 7 === 0) ways.push(`${value / 7} weeks`)
    if (unit === 'hours' && value % 24 === 0) ways.push(value === 24 ? 'one day' : `${value / 24} days`)
    if (unit === 'working days') ways.push(`${number} business days`)
    if (unit === 'months' && value % 12 === 0) ways.push(value === 12 ? 'one year' : `${value / 12} years`)
    return number ? pick(ways, random) : text
  },
  phone: (text, random) => pick([text, text.replace('+49 ', '0'), text.replaceAll(' ', '')], random),
  email: (text) => text,
  ref: (text) => text,
  count: (text) => text,
}

const otherNumber = (text: string, random: Random) =>
  text.replace(/\d+/, (number) => {
    const value = Number(number)
    const other = Math.max(1, pick([value + 1, value - 1, value * 2, value + 10, Math.round(value * 1.5)], random))
    return String(other === value ? value + 3 : other)
  })
const otherOf = (all: string[], text: string, random: Random) =>
  pick(
    all.filter((each) => !text.toLowerCase().includes(each.toLowerCase())),
    random,
  )

/** A wrong value in the same place; null where there is none to be made. */
export const swapped: Record<Kind, (text: string, random: Random) => string | null> = {
  sum: (text, random) => {
    const signs = {
      '€': '$',
      $: '£',
      '£': '€',
      EUR: 'USD',
      USD: 'GBP',
      GBP: 'EUR',
      euros: 'dollars',
      dollars: 'pounds',
      pounds: 'euros',
    }
    const sign = Object.keys(signs).find((each) => text.includes(each)) as keyof typeof signs | undefined
    return sign && random() < 0.3 ? text.replace(sign, signs[sign]) : otherNumber(text, random)
  },
  percent: otherNumber,
  date: (text, random) => {
    const month = months.find((each) => text.includes(each))
    if (month && random() < 0.3) return text.replace(month, otherOf(months, text, random))
    if (random() < 0.15) return pick(['tomorrow', 'today', 'yesterday'], random)
    if (/^\d{4}-/.test(text)) return text.replace(/\d\d$/, (day) => String((Number(day) % 28) + 1).padStart(2, '0'))
    return text.replace(/\b\d{1,2}(?=\b|th)/, (day) => String((Number(day) % 28) + 1))
  },
  weekday: (text, random) => otherOf(weekdays, text, random),
  time: (text, random) => {
    if (/[ap]m$/.test(text) && random() < 0.4)
      return text.replace(/([ap])m$/, (_, half) => (half === 'a' ? 'pm' : 'am'))
    return text.replace(/^\d+/, (hour) => String((Number(hour) % 11) + 1))
  },
  span: (text, random) => {
    const units = [
      ['weeks', 'days'],
      ['working days', 'weeks'],
      ['business days', 'weeks'],
      ['days', 'hours'],
      ['hours', 'days'],
      ['minutes', 'hours'],
      ['months', 'weeks'],
      ['years', 'months'],
      ['day', 'week'],
      ['year', 'month'],
      ['week', 'month'],
      ['month', 'week'],
    ]
    const [from, to] = units.find(([unit]) => text.endsWith(unit!)) ?? []
    if (from && random() < 0.4) return text.replace(new RegExp(`${from}$`), to!)
    if (/\d/.test(text)) return otherNumber(text, random)
    const word = words.find((each) => new RegExp(`\\b${each}\\b`, 'i').test(text))
    return word ? text.replace(new RegExp(`\\b${word}\\b`, 'i'), otherOf(words.slice(2), word, random)) : null
  },
  phone: (text, random) => {
    const at = text.length - whole(1, 6, random)
    return text.slice(0, at) + ((Number(text[at]) + 1) % 10) + text.slice(at + 1)
  },
  email: (text, random) =>
    text.replace(/^\w+/, (name) => otherOf(['help', 'care', 'team', 'service', 'info'], name, random)),
  ref: (text) =>
    text.replace(/(\d)(\d)(?!.*\d\d)/, (_, one: string, two: string) =>
      one === two ? `${one}${(Number(two) + 1) % 10}` : two + one,
    ),
  count: otherNumber,
}
