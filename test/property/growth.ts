import assert from 'node:assert/strict'

/** What a stranger repeats to make a careless expression try every way to read it, and what they put around it. */
const units =
  `@ a 1 . , ? ! ' " “ ” ’ - _ + * ** \` ~ / \\ | # & &amp; < > </ <a <b> <!-- ( [ ]( ![ [a](b [a](http:// 【 { }
 http:// www. www.a ftp:// // h ht w ww a. a@ @a. a@b. a.b@c 1( +( a? a, é 😀 \u0301 ß ﷺ 中 a' 'a -a a- .a ..`
    .trim()
    .split(/\s+/)
    .concat(
      [
        ' ',
        '\n',
        '\t',
        '\r\n',
        '\n\n',
        '\n- ',
        '\n1. ',
        '\n# ',
        '\n> ',
        '\n| ',
        ' - ',
        ' a',
        ' 1',
        '1 ',
        ' .',
        '. ',
        '? ',
      ],
      [
        'a b ',
        'not ',
        'to ',
        'my name is ',
        'I am ',
        'order ',
        'order number ',
        'phone ',
        'call me ',
        'no ',
        'talk ',
        'ignore ',
      ],
      [
        'thanks ',
        'the customer ',
        'and ',
        'but ',
        'I will ',
        'person ',
        'sorry ',
        'very ',
        '3 weeks ',
        'A ',
        'Aa ',
        '** a',
        '* a',
      ],
    )
const wraps: ((text: string) => string)[] = [
  (text) => text,
  (text) => `order${text} 12345678 x`,
  (text) => `"a [${text}](http://a.example)! Why?`,
]

/** Doubling what is read may double the work, and half as much again for what the machine does beside it. */
const most = 2.5
const longest = 8_000
/** What is done sooner needs no closer look: a quadratic reader of the longest texts takes many times as long. */
const soonMs = 2
/** The clock of CPU time goes in ticks of some milliseconds; a sample is long beside them. */
const sampleMs = 40

/** Asserts that reading grows with the length of what is read, whatever is repeated in it. What takes long anyway is tried with every nth unit, and what looks at so much at a time from there on. */
export function assertLinear(
  name: string,
  read: (text: string) => unknown,
  { everyNth = 1, shortest = 500 } = {},
): void {
  for (const unit of units.filter((_, place) => place % everyNth === 0))
    for (const [index, wrap] of wraps.entries()) {
      const steep = steepestOf((length) => wrap(unit.repeat(Math.ceil(length / unit.length))), read, shortest)
      assert.equal(steep, null, `${name} over ${JSON.stringify(unit)} in wrap ${index}`)
    }
}

/** Short ones first, so that what grows with a higher power is found before it takes for ever. The wall clock only says where to look; CPU time decides, since other work of the machine is none of the reader's. */
function steepestOf(
  textOf: (length: number) => string,
  read: (text: string) => unknown,
  shortest: number,
): string | null {
  let before = wallMsOf(textOf(shortest), read)
  for (let length = shortest * 2; length <= longest; length *= 2) {
    const [half, whole] = [textOf(length / 2), textOf(length)]
    const now = wallMsOf(whole, read)
    // What only looked so, because something was compiled or collected meanwhile, does not look so every time.
    if (isSteep(before, now) && times(3).every(() => isSteep(wallMsOf(half, read), wallMsOf(whole, read)))) {
      const [less, more] = [cpuMsOf(half, read), cpuMsOf(whole, read)]
      // A bound that is just reached looks steep once; what grows goes on growing.
      if (isSteep(less, more) && isSteep(more, cpuMsOf(textOf(length * 2), read)))
        return `${length} characters cost ${more.toFixed(1)} ms, half of them ${less.toFixed(1)} ms`
    }
    before = now
  }
  return null
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const isSteep = (half: number, whole: number) => whole > soonMs && whole > most * half

function wallMsOf(text: string, read: (text: string) => unknown): number {
  const before = performance.now()
  read(text)
  return performance.now() - before
}

/** The least of some samples: what shares the core slows a sample down, and speeds none up. */
const cpuMsOf = (text: string, read: (text: string) => unknown): number =>
  Math.min(...times(3).map(() => sampleOf(text, read)))

/** The mean over as many readings as make a sample. */
function sampleOf(text: string, read: (text: string) => unknown): number {
  const start = process.threadCpuUsage()
  for (let count = 1; ; count++) {
    read(text)
    const { user, system } = process.threadCpuUsage(start)
    if (user + system >= sampleMs * 1000) return (user + system) / 1000 / count
  }
}
