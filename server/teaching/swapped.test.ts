import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSwapped, isTwin } from './swapped.ts'

test('questions that differ in one word ask for different things', () => {
  const pairs: [string, string][] = [
    ['How do I disconnect Slack?', 'How do I connect Slack?'],
    ['Do you have a store in Hamburg?', 'Do you have a store in Berlin?'],
    ['Can I return a phone after 30 days?', 'Can I return a phone after 14 days?'],
    ['Can I check in after 15:00?', 'Can I check in before 15:00?'],
    ['How do I change my billing address?', 'How do I change my billing date?'],
  ]
  for (const [a, b] of pairs) assert.ok(isSwapped(a, b) && isSwapped(b, a), a)
})

test('the same in other words is no swap', () => {
  const pairs: [string, string][] = [
    ['How do I connect Slack?', 'How can I connect Slack please'],
    ['Do you accept PayPal?', 'Do you take PayPal'],
    ['our new colleague forgot the credentials of the shared mailbox', 'How do I reset my password?'],
  ]
  for (const [a, b] of pairs) assert.equal(isSwapped(a, b), false, a)
})

test('the same sentence with another thing in it is not even asked about; other words for the same are', () => {
  const twins: [string, string][] = [
    ['How do I unmute a call?', 'How do I mute a call?'],
    ['How do I decline an invitation?', 'How do I accept an invitation?'],
    ['When do exams take place in November?', 'When do exams take place in May?'],
    ['How much does shipping to Norway cost?', 'How long does shipping to Norway take?'],
  ]
  for (const [a, b] of twins) assert.ok(isTwin(a, b) && isTwin(b, a), a)
  const same: [string, string][] = [
    ['How do I begin a claim?', 'How do I start a claim?'],
    ['Do you take PayPal?', 'Do you accept PayPal?'],
    ['is there a shop of yours in Berlin', 'Do you have a store in Berlin?'],
    ['How do I cancel a plan?', 'How do I cancel my plan?'],
  ]
  for (const [a, b] of same) assert.equal(isTwin(a, b), false, a)
})
