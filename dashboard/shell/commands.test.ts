import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commands } from './commands.ts'
import { navigation } from './navigation.ts'

test('no key means two things', () => {
  const keys = [
    ...navigation.map(({ keys }) => keys),
    ...Object.values(commands)
      .filter(({ field }) => !field)
      .flatMap(({ keys }) => keys),
  ]
  assert.deepEqual(
    keys.filter((key, at) => keys.indexOf(key) !== at),
    [],
  )
})

test('what begins a way to a screen does nothing by itself', () => {
  const first = new Set(navigation.map(({ keys }) => keys.split(' ')[0]))
  assert.deepEqual(
    Object.values(commands)
      .flatMap(({ keys }) => keys)
      .filter((key) => first.has(key)),
    [],
  )
})
