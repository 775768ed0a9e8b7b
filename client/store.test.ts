import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createStore } from './store.ts'

test('who watches is told of changes, and only of changes', () => {
  const store = createStore({ count: 1 })
  const seen: number[] = []
  const stop = store.subscribe(() => seen.push(store.get().count))
  store.set({ count: 2 })
  store.set((before) => before)
  store.set((before) => ({ count: before.count + 1 }))
  stop()
  store.set({ count: 9 })
  assert.deepEqual(seen, [2, 3])
  assert.equal(store.get().count, 9)
})

test('who stops watching while being told does not keep the others from hearing', () => {
  const store = createStore(0)
  const heard: string[] = []
  const stopFirst = store.subscribe(() => {
    heard.push('first')
    stopFirst()
  })
  store.subscribe(() => heard.push('second'))
  store.set(1)
  store.set(2)
  assert.deepEqual(heard, ['first', 'second', 'second'])
})
