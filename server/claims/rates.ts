/** How often a sum is due: "49 a month" is no 49 a year. */

const times: [RegExp, string][] = [
  [/(?:\/|\b(?:per|an?|each|every|pro|por|la)\s)\s?(?:hour|hr|stunde|hora)\b|\bhourly\b/iu, 'hour'],
  [/(?:\/|\b(?:per|an?|each|every|pro|por|al)\s)\s?(?:day|tag|d[ií]a)\b|\bdaily\b/iu, 'day'],
  [/(?:\/|\b(?:per|an?|each|every|pro|por|la)\s)\s?(?:night|nacht|noche)\b|\bnightly\b/iu, 'night'],
  [/(?:\/|\b(?:per|an?|each|every|pro|por|la)\s)\s?(?:week|woche|semana)\b|\bweekly\b/iu, 'week'],
  [
    /(?:\/|\b(?:per|an?|each|every|pro|por|al|im)\s)\s?(?:month|monat|mes|mo)\b|\bmonthly\b|\bmonatlich|\bmensual/iu,
    'month',
  ],
  [
    /(?:\/|\b(?:per|an?|each|every|pro|por|al|im)\s)\s?(?:year|jahr|año|yr)(?![\p{L}])|\byearly\b|\bannual|\bjährlich|\banual/iu,
    'year',
  ],
]

/** All rates that a sentence speaks of. */
export const ratesIn = (sentence: string): string[] =>
  times.filter(([pattern]) => pattern.test(sentence)).map(([, rate]) => rate)

export const rateOf = (said: string): string | null => ratesIn(said)[0] ?? null
