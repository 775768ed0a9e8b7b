/** Units of time, of money and of measure, in the languages that the widget speaks. */

const working = String.raw`(?:business|working|calendar|full|whole|more|further|volle|weitere)[\s-]`
/** For a regular expression: what may stand behind the number of a duration. */
export const spanPattern = [
  String.raw`(?:${working})?(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|fortnights?|months?|years?|yrs?)\b`,
  String.raw`(?:${working})?(?:sekunden?|minuten?|stunden?|(?:werk|arbeits)?tage?n?|n[aä]chten?|wochen?|monate?n?|jahre?n?)\b`,
  String.raw`(?:segundos?|minutos?|horas?|d[ií]as?(?:\s(?:laborables|h[aá]biles))?|noches?|semanas?|mes(?:es)?|años?)(?![\p{L}])`,
].join('|')

/** A unit as so many of the smallest that is surely the same: a week is 168 hours, but a month is no 30 days. */
const spans: [RegExp, string, number][] = [
  [/(?:business|working)[\s-]weeks?$/iu, 'business days', 5],
  [/(?:business|working)[\s-]\w+$|\b(?:werk|arbeits)tage?n?$|(?:laborables|h[aá]biles)$/iu, 'business days', 1],
  [/\bse[ckg]\w*$/iu, 'minutes', 1 / 60],
  [/\bmin\w*$/iu, 'minutes', 1],
  [/\b(?:hour|hr|hora)s?$|\bstunden?$/iu, 'minutes', 60],
  [/\bnights?$|\bn[aä]chte?n?$|\bnacht$|\bnoches?$/iu, 'nights', 1],
  [/\bdays?$|\btage?n?$|\bd[ií]as?$/iu, 'minutes', 1440],
  [/\bfortnights?$/iu, 'minutes', 20_160],
  [/\bweeks?$|\bwochen?$|\bsemanas?$/iu, 'minutes', 10_080],
  [/\bmonths?$|\bmonate?n?$|\bmes(?:es)?$/iu, 'months', 1],
  [/\b(?:year|yr)s?$|\bjahre?n?$|\baños?$/iu, 'months', 12],
]

export function spanOf(text: string): { unit: string; factor: number } {
  const [, unit, factor] = spans.find(([pattern]) => pattern.test(text)) ?? [null, 'minutes', 1]
  return { unit, factor }
}

const codes = 'USD EUR GBP CHF JPY CAD AUD NZD SGD HKD INR CNY SEK NOK DKK PLN CZK HUF RON TRY ZAR BRL MXN'
/** For a regular expression: in front of a sum, and behind it. */
export const currencyBefore = String.raw`(?:[A-Z]{1,2}\$|[$€£¥₹₽]|(?:${codes.replaceAll(' ', '|')})\b)`
export const currencyBehind = String.raw`(?:${codes.replaceAll(' ', '|')}|euros?|dollars?|dólares|pounds?|libras|pfund|cents?|pence|francs?|franken|bucks|rupees|kronor|kroner|kr|zł|[$€£¥₹₽])(?![\p{L}])`

const currencies: [RegExp, string][] = [
  [/€|eur/iu, 'EUR'],
  [/£|gbp|pound|pence|libra|pfund/iu, 'GBP'],
  [/¥|jpy/iu, 'JPY'],
  [/₹|inr|rupee/iu, 'INR'],
  [/chf|franc|franken/iu, 'CHF'],
  [/\bcent/iu, 'cent'],
  [/zł|pln/iu, 'PLN'],
  // Of three countries; nobody quotes two of them.
  [/\bkr|sek|nok|dkk/iu, 'kr'],
]

export function currencyOf(text: string): string {
  const known = currencies.find(([sign]) => sign.test(text))?.[1]
  const code = new RegExp(codes.replaceAll(' ', '|'), 'iu').exec(text)?.[0].toUpperCase()
  return known ?? (code && code !== 'USD' ? code : '$')
}

/** What is measured, and each unit of it as so many of one. */
const measures: [string, Record<string, number>][] = [
  [
    'g',
    {
      kg: 1000,
      kilos: 1000,
      kilo: 1000,
      kilograms: 1000,
      kilogram: 1000,
      g: 1,
      grams: 1,
      gram: 1,
      gramm: 1,
      mg: 0.001,
      lbs: 453.6,
      lb: 453.6,
      oz: 28.35,
      ounces: 28.35,
    },
  ],
  ['ml', { ml: 1, cl: 10, dl: 100, l: 1000, liter: 1000, liters: 1000, litre: 1000, litres: 1000, litros: 1000 }],
  [
    'mm',
    {
      mm: 1,
      cm: 10,
      m: 1000,
      meters: 1000,
      metres: 1000,
      meter: 1000,
      metros: 1000,
      km: 1e6,
      kilometers: 1e6,
      kilometres: 1e6,
      kilometer: 1e6,
      inches: 25.4,
      inch: 25.4,
      ft: 304.8,
      feet: 304.8,
      miles: 1.609e6,
      mile: 1.609e6,
    },
  ],
  ['MB', { kb: 0.001, mb: 1, gb: 1000, tb: 1e6 }],
  ['Mbit', { 'kbit/s': 0.001, 'mbit/s': 1, mbps: 1, 'gbit/s': 1000, gbps: 1000 }],
  ['W', { w: 1, kw: 1000, watts: 1, watt: 1 }],
  ['Wh', { wh: 1, kwh: 1000 }],
  ['bar', { bar: 1 }],
  ['V', { v: 1, volts: 1, volt: 1 }],
  ['°C', { '°c': 1, 'degrees celsius': 1 }],
  ['°F', { '°f': 1, 'degrees fahrenheit': 1 }],
]
const unitNames = measures.flatMap(([, units]) => Object.keys(units)).toSorted((a, b) => b.length - a.length)

/** For a regular expression: what may stand behind the number of a measure. */
export const measurePattern = String.raw`(?:${unitNames.join('|')})(?![\p{L}\d/])`

/** The value of a measure in the one unit of its kind, as a key. */
export function measureKey(value: number, text: string): string {
  const unit = unitNames.find((name) => text.toLowerCase().endsWith(name)) ?? ''
  const [base, units] = measures.find(([, units]) => unit in units)!
  return `measure ${base} ${Number((value * units[unit]!).toPrecision(6))}`
}
