import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isQuick } from '../size.ts'
import { samples } from './samples.ts'

const folder = new URL('../../../shared/data/', import.meta.url)

/** What is measured with is not part of the project; without it there is nothing to measure. `--quick` takes invented lines instead. */
export const haveDatasets = (): boolean => isQuick || existsSync(folder)
export const datasetsFolder = fileURLToPath(folder)

export const readText = (path: string): string =>
  isQuick ? samples[path]! : readFileSync(new URL(path, folder), 'utf8')
export const readLines = (path: string): string[] => readText(path).split('\n').filter(Boolean)
