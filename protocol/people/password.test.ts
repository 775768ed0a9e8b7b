import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weaknessOf } from './password.ts'

test('a password that is tried first is weak, however it is dressed', () => {
  const tried = [
    'password',
    'Password1!',
    'p4ssw0rd',
    'PASSWORT2026',
    '12345678',
    '87654321',
    'qwertyuiop',
    'aaaaaaaa',
    'abababab',
    'Welcome123',
    '!!letmein!!',
    'changeme99',
    'abcdefgh',
    '1qaz2wsx',
  ]
  for (const password of tried) assert.notEqual(weaknessOf(password), null, password)
})

test('one’s own name or address is weak, for oneself', () => {
  const ada = ['Ada Lovelace', 'countess@engine.example']
  for (const password of ['Lovelace1815', 'countess!', '12engine34']) {
    assert.notEqual(weaknessOf(password, ada), null, password)
    assert.equal(weaknessOf(password), null, password)
  }
})

test('words that nobody put together before are not', () => {
  for (const password of [
    'correct horse',
    'a long password',
    'another horse',
    'coffee first',
    'xK9#vLq2',
    'passwordless future',
    '東京の夏は暑いです',
  ])
    assert.equal(weaknessOf(password, ['Ada', 'ada@halo.test']), null, password)
})
