import { aboutTheVisitor, question, statement, toVisitor } from './person.ts'

/**
 * What an operator wants of the next reply, as far as this grammar reads it. `words` are ready to be said to the visitor; `about` only steers
 * what is looked up. Whatever is not understood becomes a `hint`, which only steers: an operator's private remark is never said aloud.
 */
export type Intent =
  | { kind: 'ask' | 'tell' | 'say' | 'offer' | 'thank'; words: string }
  | { kind: 'mention'; about: string; words: string | null }
  | { kind: 'point' | 'avoid' | 'search' | 'hint'; about: string }
  | { kind: 'apologise' | 'soften' | 'shorter' | 'formal' | 'noLists' | 'escalate' }

const who = String.raw`(?:them|him|her|(?:the|this|our|that) (?:customer|visitor|user|client|shopper|person|guy|lady|man|woman)(?! (?:service|support|care)))`
const article = String.raw`(?:article|page|guide|faq|doc|docs|documentation|policy|section|post|help page)`
const person = String.raw`(?:human|person|colleague|operator|agent|representative|manager|supervisor|someone|somebody|support|me|us)`

type Rule = [form: string, read: (rest: string) => Intent | null]

/** Tried from top to bottom; the first form that fits decides. `rest` is what the form's last group caught. */
const rules: Rule[] = [
  [
    `(?:escalate|hand (?:it |this |${who} )?(?:over|off)|(?:transfer|pass|forward|connect|put) (?:(?:${who}|it|this)\\b|(?:on |over )?to\\b).*|get \\p{L}+ involved|(?:get|bring|fetch) (?:in )?(?:a |an )?${person}(?: in)?)\\b.*`,
    () => ({ kind: 'escalate' }),
  ],

  [
    "(?:no|without|avoid|do not use|don't use|not? )(?: )?(?:any )?(?:lists?|bullets?|bullet points?|bulleted lists?|enumerations?)\\b.*|(?:as|in) (?:prose|one paragraph)",
    () => ({ kind: 'noLists' }),
  ],
  [
    '(?:be|sound|make it|keep it|use|write)? ?(?:a (?:bit|little) )?(?:more )?(?:formal|formally|formal language|professional|professionally)(?: language| tone)?',
    () => ({ kind: 'formal' }),
  ],
  [
    `(?:do not|don't|dont|never|no need to|stop|avoid|without|no longer|refrain from) (?:apologi[sz]\\w*|say\\w* sorry|be\\w* sorry)\\b.*`,
    () => ({ kind: 'avoid', about: 'sorry' }),
  ],
  [
    `(?:do not|don't|dont|never|stop|avoid|without|no) (?:(?:mention|talk|say|speak|bring|discuss|offer|promise|push|quote|suggest|recommend|refer|repeat|tell|point|use|give|send)\\w*)? ?(?:${who} )?(?:to |about |up |on |anything about |the word )*(?:the |our |any )?(.+)`,
    (rest) => ({ kind: 'avoid', about: rest.replace(/^(?:the )?(?:words?|topic|subject) /i, '') }),
  ],

  [
    '(?:keep|make|be|answer|reply|write)?(?: in (?:one|a single|two|a) (?:short )?sentences?|(?: (?:it|this|that|more|very|the (?:reply|answer)))* ?(?:short|shorter|brief|briefer|concise|snappy|to the point|less wordy)\\b.*)',
    () => ({ kind: 'shorter' }),
  ],
  [
    '(?:too (?:long|wordy)|(?:just |in )?one sentence|fewer words|less text|get to the point|shorten)\\b.*',
    () => ({ kind: 'shorter' }),
  ],

  [
    `(?:apologi[sz]e|say (?:that )?(?:we are |we're |you are |you're )?(?:very |really |so )?sorry|tell ${who} (?:that )?(?:we are |we're |you are |you're )(?:very |really |so )?sorry|offer (?:${who} )?(?:an? |our )?apolog\\w+|(?:an )?apology)\\b.*`,
    () => ({ kind: 'apologise' }),
  ],
  [
    `(?:be|sound|stay|act)(?: a (?:bit|little))? ?(?:more |very |extra |so )?(?:soft|softer|gentle|gentler|nice|nicer|kind|kinder|warm|warmer|friendly|friendlier|patient|polite|empathetic|empathic|understanding|careful|calm|human)\\b.*`,
    () => ({ kind: 'soften' }),
  ],
  [
    `(?:acknowledge|recogni[sz]e|show understanding for|understand|validate)\\b.*(?:frustrat|anger|feeling|upset|disappoint|worr|annoy|patience|situation|trouble)\\w*.*|(?:make|keep) (?:it|this)(?: sound)? (?:more )?(?:friendl|nice|soft|warm|kind|gentl|polite|empath|human)\\w*|sound less (?:robotic|cold|harsh|stiff)`,
    () => ({ kind: 'soften' }),
  ],
  [
    `(?:softer|gentler|nicer|friendlier|warmer|more (?:empathy|gentle|friendly|polite|patience)|(?:show|have) (?:some |more |a bit of )?(?:empathy|understanding|sympathy|patience)|calm ${who}(?: down)?|soften)\\b.*`,
    () => ({ kind: 'soften' }),
  ],
  [
    `thank ${who}(?: (for .+))?`,
    (rest) => say('thank', rest ? `Thank you ${toVisitor(rest)}` : 'Thank you for your patience'),
  ],

  [
    `(?:ask|check with|check)(?: ${who})? (?:if|whether) (.+)`,
    (rest) => ask(`Could you tell me whether ${toVisitor(rest)}`),
  ],
  [`(?:check|see|find out) (?:if|whether) (.+)`, (rest) => ask(`Could you tell me whether ${toVisitor(rest)}`)],
  [
    `(?:ask|find out)(?: ${who})? ((?:what|which|when|where|why|how|who)\\b.+)`,
    (rest) => ask(`Could you tell me ${toVisitor(rest)}`),
  ],
  [
    `(?:ask|have|get|let)(?: ${who}) (?:to )(.+)`,
    (rest) => ask(`Could you please ${toVisitor(rest, 'imperative')}`),
  ],
  [
    `(?:ask|inquire|enquire)(?: ${who})? about (.+)`,
    (rest) => ask(`Could you tell me more about ${toVisitor(rest)}`),
  ],
  [`(?:ask|request|need|we need|get|collect)(?: ${who})? for (.+)`, request],
  [
    `(?:ask|request|need|we need|get|collect|find out)(?: ${who})? ((?:the|their|his|her|its|an?|order|email|e-mail|phone|account|tracking|postal|zip|photo|picture|screenshot|more)\\b.*)`,
    request,
  ],

  [
    `(?:offer|propose|suggest|promise)(?: ${who})? to (.+)`,
    (rest) => say('offer', `We would be happy to ${toVisitor(rest)}`),
  ],
  [
    `(?:offer|promise)(?: (?:to )?${who})? ((?:(?:a|an|the|to|real) )*${person})`,
    () => say('offer', 'If you would rather talk to a person, I can bring one in'),
  ],
  [
    `(?:offer|promise|propose)(?: (?:to )?${who})? (.+)`,
    (rest) => say('offer', `We can offer you ${toVisitor(rest)}`),
  ],
  [
    `give ${who} ((?:an? |\\d|full|free|some|store).+)`,
    (rest) => say('offer', `We can offer you ${toVisitor(rest)}`),
  ],
  [`refund (?:${who}|it|this|that|the order|their order)\\b.*`, () => say('offer', 'We can offer you a refund')],

  [
    `(?:point|direct|refer|send|link)(?: ${who})? to (?:the |our )?(.+?)(?: ${article})?`,
    (rest) => ({ kind: 'point', about: rest }),
  ],
  [
    `(?:send|give|show|share|link)(?: ${who})?(?: the| a| our)? link to (?:the |our )?(.+?)(?: ${article})?`,
    (rest) => ({ kind: 'point', about: rest }),
  ],
  [
    `(?:send|give|show|share|link)(?: ${who})? (?:the |our )(.+?) (?:${article}|link)`,
    (rest) => ({ kind: 'point', about: rest }),
  ],
  [
    `(?:suggest|recommend)(?: (?:to )?${who})? (?:the |our )(.+?) ${article}`,
    (rest) => ({ kind: 'point', about: rest }),
  ],
  [
    `(?:use|see|look at|check|read|look up|quote|cite) (?:the |our )?(.+?) ${article}`,
    (rest) => ({ kind: 'point', about: rest }),
  ],

  [`(?:answer|talk|write|speak|tell ${who})(?: about| of)? (.+?) instead`, search],
  [
    `(?:suggest|recommend)(?: (?:to )?${who})? ((?:the|a|an|our) .+?)(?: instead)?(?: of .+)?`,
    (rest) => say('offer', `I would suggest ${toVisitor(rest)}`),
  ],
  [`(?:tell|remind|show|inform|explain to)(?: ${who})? (?:about|of) (.+)`, mention],
  [`(?:tell|show|explain)(?: (?:to )?${who})? ((?:how|where|when|what|which)\\b.+)`, mention],
  [
    `(?:tell|remind|advise|instruct|warn|urge|invite) ${who} (not to .+)`,
    (rest) => say('tell', `Please do ${toVisitor(rest, 'imperative').replace(/^not to /, 'not ')}`),
  ],
  [
    `(?:tell|remind|advise|instruct|urge|invite|recommend|suggest)(?: ${who})? to (.+)`,
    (rest) => say('tell', `Please ${toVisitor(rest, 'imperative')}`),
  ],
  [
    `(?:tell|say|write|answer|reply|respond)(?: (?:to )?${who})?(?: this)?\\s*[:"“]\\s*(.+)`,
    (rest) => say('tell', rest),
  ],
  [
    `(?:tell|inform|remind|assure|reassure|promise|warn|advise|let)(?: ${who})?(?: know)?\\s*(?:that\\b|,)?\\s*(.+)`,
    tell,
  ],
  [
    `(?:say|explain|clarify|confirm|point out|state|write|answer|reply|note|stress|mention|respond)(?: (?:to )?${who})? that\\s+(.+)`,
    tell,
  ],
  [`(?:say|answer|reply|confirm)(?: to ${who})? ((?:we|our|it|its|it's|the|they|there|you|i)\\b.+)`, tell],
  [
    `(?:mention|bring up|include|add|explain|describe|highlight|remember|say something about|talk about|cover|give ${who}|promote|upsell|quote|suggest|recommend)(?: (?:to )?${who})? (.+)`,
    mention,
  ],

  [
    '((?:(?:the|their|his|her|an?) )?(?:(?:order|tracking|account|invoice|customer|phone|telephone|serial|vat) (?:number|id|no)|(?:e-?mail|postal|delivery|shipping)?(?: ?address)|e-?mail|phone|photo|screenshot|receipt))\\?*',
    request,
  ],
  [
    `(?:they|he|she|the (?:customer|visitor|user))(?: is| are|'s|'re)? (?:mean|means|meant|ask(?:s|ing)?|talk(?:s|ing)?|refer(?:s|ring)?|wants? to know)(?: about| to| on)? (.+)`,
    search,
  ],
  [`(?:it|this|that|the question)(?: is|'s) about (.+)`, search],
  [`(?:search|look)(?: (?:for|up|in|at|under|into))? (.+)`, search],
]

const matchers = rules.map(([form, read]) => ({ form: new RegExp(`^${form}$`, 'iu'), read }))
const verbs =
  "ask|tell|offer|apologi[sz]e|say|mention|point|link|send|don't|do not|never|keep (?:it|this|the reply) (?:short|brief)|be|shorter|softer|gentler|nicer|brief|they mean|escalate|hand|thank|remind|suggest|recommend|acknowledge|reassure|confirm|answer|explain|give|let|show|get|avoid|make it (?:short|brief)|search|check (?:if|whether)|no|promise|inform|assure|request|stop"
const polite =
  /^(?:please|pls|plz|can you|could you|would you|you (?:should|could|can|need to|must|may|might)|just|maybe|perhaps|also|then|and|but|now|next|first|hey|hi|ok|okay|so|try to|make sure (?:to|you|that you)|be sure to|remember to|don't forget to|kindly|simply|i'd|i would|let's|better|halo|ai|bot)[,:]?\s+/i

/** Reads a whisper clause by clause. Never empty for a whisper that has words. */
export function readWhisper(text: string): Intent[] {
  const plain = plainOf(text)
  const told = toldAtTheEnd.exec(plain)?.[1]
  if (told && !/^\W*(?:please|can you|could you|just)\W*$/i.test(told)) return [tell(told.trim()) ?? unread(told)]
  if (statesOnly(plain)) return [quoted(plain)]
  return clausesOf(plain).map(readClause)
}

const plainOf = (text: string): string => text.normalize('NFKC').replace(/[’‘]/g, "'").replace(/\s+/g, ' ').trim()

/** "The fix comes at 5, tell her": what stands before is what is to be told. */
const toldAtTheEnd = new RegExp(
  `^(.{4,}?)[,;.]? (?:please )?(?:tell|let) ${who}(?: know)?(?: that| this| so)?[.!]*$`,
  'iu',
)

/** Nothing but statements: no part of it asks the AI to do something. */
function statesOnly(plain: string): boolean {
  const clauses = clausesOf(plain)
  return clauses.length > 0 && clauses.every((clause) => readClause(clause).kind === 'say')
}

function clausesOf(text: string): string[] {
  return plainOf(text)
    .split(
      new RegExp(
        String.raw`(?<=[.!?])(?<!\b(?:Mr|Mrs|Ms|Dr|St|No|approx)\.)\s+|\s*[;\n]\s*|\s+[-–—]\s+|,?\s+(?:and|but|then|and then|also|plus)\s+(?=(?:then |also |please )?(?:${verbs})\b)|,\s+(?=(?:please |then |also )?(?:${verbs}|they|he|she|this|the (?:customer|visitor|user))\b)`,
        'iu',
      ),
    )
    .map((clause) => clause.replace(/(?<![.!\s])[.!\s]+$/u, '').trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause))
}

function readClause(clause: string): Intent {
  const bare = strip(clause)
  for (const { form, read } of matchers) {
    const match = form.exec(bare)
    const intent = match && read((match.at(-1) ?? '').replace(/^["“]|["”]$/gu, '').trim())
    if (intent) return intent
  }
  return isStatement(bare) ? quoted(clause) : unread(bare)
}

const unread = (about: string): Intent => ({ kind: 'hint', about })

const commands =
  /^(?:use|try|make|sound|stay|act|check|see|look|search|find|get|go|keep|stop|start|wait|hold|stall|ignore|remember|consider|think|focus|push|upsell|handle|help|fix|refer|restart|deal|treat|follow|close|open|cancel|refund|charge|call|email|send|give|let|put|set|add|remove|change|update|write|read|speak|talk|do|be|have|please|careful|watch|note|fyi|internal|(?:i|we) (?:don't|do not) know|not sure|no idea|promote|explain|describe|clarify|translate|switch|respond|reply|answer|offer|ask|tell|say|mention|point|avoid|never|don't|dont|do not|no (?!\p{L}+ (?:on|in|at|today|until|this|for|after|before)\b)|if|in case|unless|should|could you|can you|would you|why|what|who|how|when|where)\b/iu
const predicates =
  /\b(?:is|are|was|were|has|have|had|will|would|can|could|cannot|can't|may|must|should|do|does|did|don't|doesn't|isn't|aren't|won't|need|needs|cost|costs|take|takes|come|comes|arrive|arrives|start|starts|end|ends|open|opens|close|closes|closed|leave|leaves|gives?|gets?|got|goes|go|help|helps|ship|ships|deliver|delivers|offer|offers|refund|refunds?|waive|waived|credited|refunded|sent|fixed|found|moved|shipped|approved|reported|ready|out of|sold out|free|'s|'re|'ll|'ve|we \p{L}+|\p{L}+ed)\b/iu

/** Something that is so, and nothing that is to be done. */
function isStatement(clause: string): boolean {
  if (commands.test(clause) || clause.endsWith('?') || aboutTheVisitor(clause)) return false
  return predicates.test(clause) || /\d/.test(clause) || wrong.test(clause)
}

const wrong =
  /^(?:(?:that(?:'s| is)|this is|it(?:'s| is)|no[,:]?|you are|you're) )?(?:wrong|incorrect|not (?:right|true|correct)|outdated)(?: answer)?[\s,:;.!–-]+(?=\S)/iu
const saidTo = new RegExp(
  `\\b(?:he|she|they|him|her|his|hers|their|theirs|them|the (?:customer|visitor|client|guest|user))\\b`,
  'iu',
)
/** "She can call us at 12": one person, at the beginning, and nobody else. Any other sentence about the visitor stays as it was typed. */
const certain = /^(?:he|she|they)(?:'s|'re|'ll|'ve)? /iu

/** What is so, as it was typed: in words for the visitor where the grammar is certain, else as words of the team. "not 2" of "is 3, not 2" is not repeated. */
function quoted(clause: string): Intent {
  const said = clause
    .replace(wrong, '')
    .replace(
      /(?:, (?:and )?not|(?<=\d\S*(?: \p{L}+)?) not) (?:the )?[\p{L}\p{N}.,€$£%]{1,12}(?: \p{L}{1,10})?$/iu,
      '',
    )
    .trim()
  const rest = said.replace(certain, '')
  if (certain.test(said) && !saidTo.test(rest)) return { kind: 'say', words: statement(toVisitor(said)) }
  return { kind: 'say', words: `Our team says: “${said}”` }
}

function strip(clause: string): string {
  const shorter = clause.replace(polite, '')
  return shorter === clause ? clause : strip(shorter)
}

function request(wanted: string): Intent | null {
  const thing = toVisitor(wanted.replace(/\s+(?:because|since|as they|so that|so we|so i)\b.*$/i, ''))
  if (/\b(?:photo|picture|screenshot|video|copy|receipt|scan|file|link|pdf|proof)s?\b/i.test(thing))
    return ask(`Could you send me ${thing.replace(/^the /i, 'the ')}`)
  if (/^(?:more|some|further|additional|any|details)\b/i.test(thing)) return ask(`Could you give me ${thing}`)
  return ask(`Could you tell me ${thing.replace(/^(?:(?:the|an?) )?(?!your\b|about\b|what\b|how\b)/i, 'your ')}`)
}

function tell(said: string): Intent | null {
  return say('tell', toVisitor(said, 'reported'))
}

/** `words` are for the case that no article says anything about it; a question ("how to pause") needs an article. */
function mention(about: string): Intent {
  const named = toVisitor(about)
  const open = /^(?:how|what|why|when|where|which|who|that)\b/i.test(about) || aboutTheVisitor(about)
  return {
    kind: 'mention',
    about,
    words: open ? null : statement(`I would also like to mention ${named.replace(/^the (?=\d)/i, 'our ')}`),
  }
}

function ask(words: string): Intent | null {
  return aboutTheVisitor(words) ? null : { kind: 'ask', words: question(words) }
}

function say(kind: 'tell' | 'offer' | 'thank', words: string): Intent | null {
  const kept = kind === 'tell' ? words : words.replace(/,?\s+(?:because|since|as (?:they|you))\b.*$/i, '')
  return aboutTheVisitor(kept) ? null : { kind, words: statement(kept) }
}

function search(about: string): Intent | null {
  return { kind: 'search', about }
}
