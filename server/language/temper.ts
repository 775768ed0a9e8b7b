import type { Mood } from '../../protocol/entities.ts'
import { tellsTrouble } from './matter.ts'

/** What one message says by itself, as far as its mood goes. */
export interface Tone {
  likeliest: Mood
  puzzled: number
  moved: Moved[]
}

export interface Moved {
  cue: string
  points: number
}

const count = String.raw`(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|half an?|several|many|a few)`
const span = String.raw`(?:full |whole |long |more )?(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?)`
const waiting = new RegExp(
  [
    String.raw`\b(?:been|waiting|waited|on hold)\b[^.?!\n]{0,30}\b${count} ${span}\b`,
    String.raw`\b(?:second|third|fourth|fifth|\d+(?:nd|rd|th)) (?:day|week|month|time|attempt) (?:now|already|in a row|i |you )`,
    String.raw`\b(?:day|week|month) (?:two|three|four|five|\d+) in a row\b`,
    String.raw`\bstill (?:waiting|no |nothing|not )`,
  ].join('|'),
  'iu',
)
/** Years that somebody has been with us are no waiting. */
const belonging = /\b(?:customers?|members?|with you|using|users?|married|fans?)\b/iu
const threat =
  /\b(?:my|our|a|an|the) (?:lawyers?|solicitors?|attorneys?)\b|\b(?:call|tell|ask|contact|dispute|through) (?:this |it |that )?(?:with )?(?:my|the) (?:bank|card company|credit card)\b|\bcharge ?backs?\b|\bcharge reversed\b|\b(?:report|sue) you\b|\b(?:ombudsman|consumer (?:protection|rights)|trading standards|small claims|legal action|take you to court)\b|\b(?:write|post|leave|put)\b[^.?!\n]{0,20}\b(?:review|everywhere|online|twitter|social media)\b[^.?!\n]{0,20}(?:\b(?:everyone|everybody|read|know|bad|one.star)\b|$)/iu
const relief =
  /\b(?:thank(?:s| you)|thx|cheers|works? now|working now|arrived|solved|sorted|fixed|found it|got it|it worked|appreciate)\b/iu
const scorn = /\bthanks for nothing\b/iu

/** What a message says beyond its words: a threat, a time of waiting, praise where there is none to give, and that it is shouted. */
export function tempered(tone: Tone, text: string, before: { score: number }): Tone {
  if (threat.test(text)) return atMost(tone, 'angry', { cue: 'threat', points: -0.8 })
  if (tone.likeliest !== 'angry' && isScorn(tone, text, before))
    return { likeliest: 'angry', puzzled: 0, moved: [{ cue: 'praise in anger', points: -0.6 }] }
  if (waiting.test(text) && !belonging.test(text) && !relief.test(text))
    return atMost(tone, 'frustrated', { cue: 'waiting', points: -0.4 })
  if (isShouted(text) && !relief.test(text) && tone.likeliest !== 'angry')
    return atMost(tone, tone.likeliest === 'happy' ? 'neutral' : tone.likeliest, { cue: 'capitals', points: -0.2 })
  if (isManners(tone, text)) return weaker(tone, 0.3)
  if (tone.likeliest === 'angry') return tone
  if (lost.test(text)) return puzzled(tone)
  if (tellsTrouble(text)) return tone
  if (puzzling.test(text)) return puzzled(tone)
  const upset = tone.likeliest === 'frustrated' && before.score > -0.2 && !/!|\?\?/.test(text)
  const short = text.split(/\s+/).length <= longestCalm
  return upset && short && !weary.test(text) ? { ...weaker(tone, 0.4), likeliest: 'neutral' } : tone
}

/** Longer messages say how their writer feels without a word that says so. */
const longestCalm = 8

const puzzled = (tone: Tone): Tone => ({
  ...weaker(tone, 0.3),
  likeliest: 'confused',
  puzzled: Math.max(tone.puzzled, 0.5),
})

const lost = /\b(?:i'?m|i am|totally|completely|all) (?:so )?(?:lost|confused)\b/iu
const puzzling =
  /\b(?:what'?s the difference|which (?:one|is it|of (?:the|them|those))\b[^?]*\??$|(?:don'?t|do not) (?:understand|get it|follow)|no idea (?:what|which|how)|makes? no sense|i thought)\b/iu
const weary =
  /\b(?:already|tired|fed up|expected|really|seriously|every (?:single )?time|not (?:good|ok|fair)|sick|exhausting|enough|twice|times|supposed to|meant to|should have|time off|scratched|dirty|anyone|anybody|nobody|no ?one|hello+)\b/iu

/** "Thx" at the end of a question is good manners. */
const isManners = ({ likeliest }: Tone, text: string): boolean =>
  likeliest === 'happy' &&
  /^\W*(?:ok(?:ay)? )?(?:thx|thanks|ty|thank you|pls|please|cheers)\W*$/iu.test(text) &&
  !text.includes('!')

const weaker = (tone: Tone, factor: number): Tone => ({
  ...tone,
  moved: tone.moved.map(({ cue, points }) => ({ cue, points: points * factor })),
})

/** Who was upset a moment ago and praises without a word of relief means the opposite. */
function isScorn({ likeliest }: Tone, text: string, { score }: { score: number }): boolean {
  return (
    scorn.test(text) ||
    (score <= -0.25 && likeliest === 'happy' && !relief.test(text) && text.split(/\s+/).length <= 8)
  )
}

/** It moves the mood down at least so far. */
function atMost(tone: Tone, mood: Mood, least: Moved): Tone {
  const points = tone.moved.reduce((sum, moved) => sum + moved.points, 0)
  const worse = mood === 'angry' || !['angry', 'frustrated'].includes(tone.likeliest)
  const more = Math.min(0, least.points - points)
  return {
    likeliest: worse ? mood : tone.likeliest,
    puzzled: Math.min(tone.puzzled, 0.2),
    moved:
      more < 0
        ? [
            ...tone.moved.filter((moved) => moved.points < 0),
            {
              cue: least.cue,
              points:
                least.points -
                tone.moved.filter((moved) => moved.points < 0).reduce((sum, moved) => sum + moved.points, 0),
            },
          ]
        : tone.moved,
  }
}

/** Two words or more, all in capitals. */
function isShouted(text: string): boolean {
  const words = text.match(/\p{L}{2,}/gu) ?? []
  const loud = words.filter((word) => word === word.toUpperCase() && word !== word.toLowerCase())
  return loud.length >= 2 && loud.join('').length >= 8 && loud.length >= words.length * 0.8
}
