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
  (text) => `"a [${text}`,
  (text) => `Is ${text}](http://a.example)! Why?`,
]

/** Doubling what is read may double the work, and half as much again for what the machine does beside it. */
const most = 2.5
/** Below this nothing can be measured. */
const noiseMs = 2
const [shortest, longest] = [500, 16_000]

export interface Growth {
  unit: string
  length: number
  ratio: number
}

/** Asserts that reading grows with the length of what is read, whatever is repeated in it: by the CPU time of this thread, since other work of the machine is none of it. */
export function assertLinear(name: string, read: (text: string) => unknown, more: string[] = []): void {
  for (const unit of [...units, ...more])
    for (const [index, wrap] of wraps.entries()) {
      const steep = steepestOf((length) => wrap(unit.repeat(Math.ceil(length / unit.length))), read)
      assert.equal(steep, null, `${name} over ${JSON.stringify(unit)} in wrap ${index}`)
    }
}

/** Short ones first, so that what grows with a higher power is found before it takes for ever. */
function steepestOf(textOf: (length: number) => string, read: (text: string) => unknown): string | null {
  let before = cpuMsOf(textOf(shortest), read)
  for (let length = shortest * 2; length <= longest; length *= 2) {
    const now = cpuMsOf(textOf(length), read)
    if (now > most * before + noiseMs) {
      // Once more, the least of several: collecting garbage and compiling happen now and then, growth each time.
      const [half, whole] = [length / 2, length].map((each) => leastOf(5, () => cpuMsOf(textOf(each), read)))
      if (whole! > most * half! + noiseMs)
        return `${length} characters cost ${whole!.toFixed(1)} ms, half of them ${half!.toFixed(1)} ms`
    }
    before = now
  }
  return null
}

const leastOf = (times: number, measure: () => number) => Math.min(...Array.from({ length: times }, measure))

function cpuMsOf(text: string, read: (text: string) => unknown): number {
  const before = process.threadCpuUsage()
  read(text)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}
