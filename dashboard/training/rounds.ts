import { useRef, useState } from 'react'
import { newId } from '../../client/id.ts'
import type { PromptLayer, Source } from '../../protocol/entities.ts'
import { call, messageOf } from '../session/session.ts'

/** One answer of the agent to a question, as it was taught at that moment. */
export interface Answer {
  id: string
  text: string
  sources: Source[]
  human: string | null
  layers: PromptLayer[]
}

/** What was asked, what was whispered about it, and every answer to it; the last one is how the conversation goes on. */
export interface Round {
  id: string
  question: string
  whispers: { id: string; text: string }[]
  answers: Answer[]
  busy: boolean
  problem: string | null
}

interface Rounds {
  rounds: Round[]
  /** Whispers for the next answer. */
  waiting: { id: string; text: string }[]
  ask: (question: string) => void
  reload: () => void
  whisper: (text: string) => void
  unwhisper: (id: string) => void
  clear: () => void
}

/** A conversation that only this page knows. */
export function useRounds(agentId: string, contactId: string | null): Rounds {
  const [rounds, setRounds] = useState<Round[]>([])
  const [waiting, setWaiting] = useState<Rounds['waiting']>([])
  const generation = useRef(0)

  const run = async (before: Round[], round: Round) => {
    const mine = generation.current
    const show = (part: Partial<Round>) => {
      if (mine === generation.current)
        setRounds((all) => all.map((each) => (each.id === round.id ? { ...each, ...part } : each)))
    }
    setRounds([...before, { ...round, busy: true, problem: null }])
    try {
      const reply = await call('POST /api/agents/:id/training', {
        params: { id: agentId },
        body: { contactId, history: historyOf(before, round), whispers: round.whispers },
      })
      show({ busy: false, answers: [...round.answers, { ...reply, id: newId() }] })
    } catch (error) {
      show({ busy: false, problem: messageOf(error) })
    }
  }
  const ask = (question: string) => {
    void run(rounds, { id: newId(), question, whispers: waiting, answers: [], busy: true, problem: null })
    setWaiting([])
  }
  const reload = () => {
    const round = rounds.at(-1)
    if (!round || round.busy) return
    void run(rounds.slice(0, -1), { ...round, whispers: [...round.whispers, ...waiting] })
    setWaiting([])
  }
  const clear = () => {
    generation.current++
    setRounds([])
    setWaiting([])
  }
  return {
    rounds,
    waiting,
    ask,
    reload,
    clear,
    whisper: (text) => setWaiting([...waiting, { id: newId(), text }]),
    unwhisper: (id) => setWaiting(waiting.filter((each) => each.id !== id)),
  }
}

function historyOf(before: Round[], round: Round) {
  const past = before.flatMap(({ id, question, answers }) => {
    const answer = answers.at(-1)
    return [
      { id, from: 'visitor' as const, text: question },
      ...(answer ? [{ id: answer.id, from: 'ai' as const, text: answer.text }] : []),
    ]
  })
  return [...past, { id: round.id, from: 'visitor' as const, text: round.question }]
}
