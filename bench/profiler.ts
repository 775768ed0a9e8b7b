import { Session } from 'node:inspector/promises'

/** Preloaded into a program whose time is to be told apart: on `begin` it starts to sample its serving thread, on `end` it hands over what it saw. */
const session = new Session()
session.connect()
process.on('message', async (word) => {
  if (word === 'begin') {
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 500 })
    await session.post('Profiler.start')
    process.send!('began')
  }
  if (word === 'end') process.send!((await session.post('Profiler.stop')).profile)
})
