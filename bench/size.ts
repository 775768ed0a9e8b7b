/** With `--quick` a benchmark does just enough to show that it runs: it judges nothing and writes nothing. */
export const isQuick = process.argv.includes('--quick')

export const amount = <T>(full: T, quick: T): T => (isQuick ? quick : full)
