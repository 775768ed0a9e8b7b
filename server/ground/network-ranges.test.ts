import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayFetchFrom } from './network-ranges.ts'

test('only addresses of the public internet may be fetched from', () => {
  for (const address of ['93.184.215.14', '1.1.1.1', '2606:4700:4700::1111'])
    assert.ok(mayFetchFrom(address), address)
  const inside = [
    '127.0.0.1',
    '127.8.9.10',
    '0.0.0.0',
    '10.0.0.8',
    '172.16.4.4',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    'fd12:3456::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    'localhost',
    '',
  ]
  for (const address of inside) assert.ok(!mayFetchFrom(address), address)
})

test('a setting names those that may be fetched from all the same', () => {
  assert.ok(mayFetchFrom('127.0.0.1', ['127.0.0.1']))
  assert.ok(mayFetchFrom('10.1.2.3', ['10.1.0.0/16']))
  assert.ok(!mayFetchFrom('10.2.2.3', ['10.1.0.0/16']))
  assert.ok(!mayFetchFrom('::1', ['127.0.0.1']))
})
