import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../../../shared/data/', import.meta.url)

/** What is measured with is not part of the project; without it there is nothing to measure. */
export const haveDatasets = (): boolean => existsSync(folder)
export const datasetsFolder = fileURLToPath(folder)

export const readLines = (path: string): string[] =>
  readFileSync(new URL(path, folder), 'utf8').split('\n').filter(Boolean)
export const readText = (path: string): string => readFileSync(new URL(path, folder), 'utf8')
