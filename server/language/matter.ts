import { spelledOut } from '../knowledge/asked.ts'

/**
 * What a message is, when it is looked at as a support lead would: `asks` wants something answered or done. Everything else is no open question: it gets a fitting
 * reply, and no ticket, gap or alert comes of it. `topic` names something and `statement` tells something, and may be answered from the articles.
 */
type Matter = 'asks' | 'praise' | 'anger' | 'number' | 'chatter' | 'topic' | 'statement'

/** So much of a message is looked at, from its beginning and from its end: who wants something says so there. */
const longest = 240

function withoutWords(text: string): Matter {
  if (/\d/.test(text)) return 'number'
  return /^\W*\?*\W*$/u.test(text) ? 'chatter' : 'topic'
}

export function readMatter(message: string): Matter {
  const text = plain(spelledOut(endsOf(message)))
  if (!/\p{L}{2}/u.test(text)) return withoutWords(text)
  const parts = text.split(/(?<=[.!?\n])\s+|\n+/u).filter((part) => part.trim())
  if (isForeign(text)) return gladAbroad.test(text) ? 'praise' : 'asks'
  if (parts.some(asks) || (belongings.test(text) && !glad.test(text))) return 'asks'
  if (notGlad.test(text)) return 'anger'
  if (glad.test(text)) return 'praise'
  if (angry.test(text)) return 'anger'
  if (isCode(text)) return 'number'
  if (chatter.test(text)) return 'chatter'
  return wordsIn(text) <= 4 && !/[!]/.test(text) ? 'topic' : 'statement'
}

/** Whether something goes wrong for them, or they say what they think of us. */
export function tellsTrouble(message: string): boolean {
  const text = plain(endsOf(message))
  return trouble.some((form) => form.test(text)) || angry.test(text) || notGlad.test(text)
}

function endsOf(message: string): string {
  if (message.length <= longest * 2) return message
  return `${message.slice(0, longest)}\n${message.slice(-longest)}`
}

function plain(text: string): string {
  return text
    .replace(/[’‘`´]/g, "'")
    .replace(/\p{Extended_Pictographic}\ufe0f?/gu, ' ')
    .replace(/\b(?:dont|doesnt|didnt|isnt|wont|cant|couldnt|hasnt|havent|wasnt|arent)\b/giu, (word) =>
      word.replace(/nt$/i, "n't"),
    )
    .replace(/[^\S\n]+/g, ' ')
    .trim()
}

/** What is not English is taken for something to answer, unless it is plainly praise. */
function isForeign(text: string): boolean {
  if (/[\u0370-\u1fff\u3040-\u9fff\uac00-\ud7af]{4}/u.test(text)) return true
  return (text.match(foreignWords)?.length ?? 0) >= 2
}

const foreignWords =
  /\b(?:der|die|das|und|ist|nicht|ich|mein|meine|meinen|kein|keine|wie|wo|wann|bitte|eine?|f\u00fcr|mit|el|los|las|una|est\u00e1|mi|mis|pero|por|para|qu\u00e9|c\u00f3mo|le|les|est|pas|mon|mes|je|vous|pour|dans|une|il|non|che|per|sono)\b/giu
const gladAbroad =
  /\b(?:danke|super|toll|lecker|klasse|prima|gracias|genial|excelente|perfecto|merci|parfait|bravo|grazie|perfetto)\b(?![^]*\?)/iu

const wordsIn = (text: string) => text.match(/[\p{L}\p{N}']+/gu)?.length ?? 0

/** An order number, a sum, an address of mail or a date with hardly a word around it. */
const isCode = (text: string) =>
  wordsIn(text.replace(/\S*\d\S*|\S+@\S+/gu, ' ')) <= 2 && /\d{2}|@\S+\.\S/u.test(text)

/** What is told of one's own dealings with the house is told to have something done about it. */
const belongings =
  /\b(?:my|our) (?:\p{L}+ ){0,2}(?:orders?|invoices?|bills?|accounts?|subscriptions?|parcels?|packages?|deliver(?:y|ies)|shipments?|cards?|payments?|refunds?|bookings?|reservations?|appointments?|contracts?|polic(?:y|ies)|claims?|machines?|devices?|router|login|password|licen[cs]es?|warranty|tickets?|plans?|memberships?|balance|transfers?|statements?|meter|prescription|deposit|insurance|data|number)\b/iu

/** What sounds like asking or like trouble and is neither. */
const idle = new RegExp(
  [
    String.raw`\bwhat the (?:hell|heck|fuck)\b`,
    String.raw`\b(?:is |'s )?wrong with (?:you|u)\b(?: people| guys| lot)?`,
    String.raw`\bare (?:you|u)(?: \w+)? (?:kidding|joking|serious|stupid|dumb|blind|deaf|insane|mad|crazy)\b(?: me)?`,
    String.raw`\b(?:is this|this is) (?:a |some (?:kind|sort) of )?(?:joke|serious)\b`,
    String.raw`\b(?:seriously|really|for real|srsly|oh really|you know)\s*\?+`,
    String.raw`\bcan(?:no|')?t (?:you|u) (?:even )?read\b`,
    String.raw`\bwho (?:do (?:you|u) think (?:you|u) are|needs|cares|wouldn't|doesn't|would have thought|knew)\b[^.!?]*`,
    String.raw`\bhow (?:dare (?:you|u)|hard can it be|(?:cool|awesome|great|good|amazing|nice|lovely|sweet|kind) (?:is|was) (?:that|this))\b`,
    String.raw`\bhow (?:are|r) (?:you|u|things)\b(?: doing| today| all)*|\bhow's (?:it going|life|your day)\b[^.!?]*|\bwhat's up\b|\bhow do you do\b`,
    String.raw`\b(?:you|anyone|anybody|someone|somebody) (?:still )?(?:there|here|home)\s*\?*$`,
    String.raw`,? ?\b(?:right|eh|huh|ok|okay|yeah|isn't it|aren't they|don't you think|don't you|haha|lol|you know)\s*\?+`,
    String.raw`\bguess what\b\??|\bwanna know (?:something|what)\b\??|\bknow what\b\??|\bwhy not\b\??`,
    String.raw`\b(?:i |we |and i |and )?(?:just |only |really )?(?:want|wanted|would like|'d like|wish|like|came here|am here|'m here|have|had|need|needed)(?: just)? to (?:just )?(?:say|tell (?:you|u|everyone|someone)|let (?:you|u)(?: all| guys)? know|thank|express|share|congratulate|give (?:you|u|a)|leave (?:a|some)|drop (?:a|by)|send (?:you )?(?:my|some) (?:love|thanks))\b`,
    String.raw`\b(?:i |we |you |she |he |they |my \w+ )?(?:can(?:no|')t|could(?:n't| not)|can not) (?:\w+ )?(?:stop|get enough|believe|wait|recommend|thank|praise|imagine|complain|argue|ask for more|be (?:happier|better|more|nicer|kinder)|have (?:asked|wished|been))\b`,
    String.raw`\b(?:no|not a|not any|without(?: a| any)?|zero|never (?:had )?(?:a|any)) (?:single )?(?:problems?|issues?|troubles?|questions?|complaints?|worries|hassle|rush|need|reason|idea|thanks|thank you|more)\b[^.!?]*`,
    String.raw`\bnothing (?:more|else|wrong|to (?:add|complain)|beats|compares|but)\b[^.!?]*|\bnever (?:tasted|had|drunk|been|seen|mind|again|disappoints?|fails?|gets? old|better)\b[^.!?]*`,
    String.raw`\bdon't (?:worry|bother|mention|change a thing|mind|care)\b[^.!?]*|\bnot (?:bad|disappointed|complaining)\b|\bwon't (?:lie|regret)\b`,
    String.raw`\bthank(?:s| you| u)?(?: so much| a lot| very much| all| guys)* for [^,.!?\n]*`,
    String.raw`\b(?:have|having|wish (?:you|u)(?: all)?) a (?:nice|good|great|lovely|wonderful|super)\b[^.!?]*`,
    String.raw`\b(?:please )?(?:keep (?:it up|up|going|on)|carry on|take care|stay (?:safe|awesome|that way)|send my (?:love|regards)|tell (?:your|the) (?:boss|team|roaster|people|colleagues|guys))\b[^.!?]*`,
    String.raw`\b(?:i (?:already )?(?:fixed|sorted|solved|found|figured) it(?: out)?)\b`,
    String.raw`\bi (?:do not|don't) know\b(?: (?:it|that|yet|sorry|really))?\s*[.!]*$|\bi'm just (?:kidding|joking|saying|curious|browsing|looking(?: around)?)\b|\bjust (?:kidding|joking|saying|testing|checking (?:this|it)|looking|browsing|passing by)\b[^.!?]*`,
  ].join('|'),
  'giu',
)

const manners =
  /^(?:(?:ok(?:ay)?|oh|ah|hm+|well|great|cool|nice|super|perfect|thanks?|thank you|thx|cheers|hi|hello|hey|hiya|yo|dear|morning|good (?:morning|afternoon|evening|day)|there|all|team|everyone|guys|folks|sorry|please|pls|btw|so|and|but|also|lol|haha|ugh|um+|uh|er|excuse me|quick question|question|just wondering|one (?:more |other )?(?:thing|question))(?:[\s,.;:!–-]+|$))+/iu

const wh = String.raw`(?:who|whom|whose|what|when|where|why|which|how)`
const aux = String.raw`(?:is|are|am|was|were|do|does|did|can|could|may|might|will|would|should|shall|must|has|have|had)(?:n't)?`
const subject = String.raw`(?:i|we|you|u|it|they|he|she|the|my|our|your|this|that|these|those|there|an?|any(?:one|body|thing)?|some(?:one|body)?|one|people|\p{L}+s)`

const asking = [
  new RegExp(String.raw`^${aux} ${subject}\b`, 'iu'),
  new RegExp(String.raw`^${wh}\b(?=[^.!]{0,60}\b${aux} ${subject}\b)(?! an? )`, 'iu'),
  new RegExp(
    String.raw`^(?:how (?:2|much|many|long|often|soon|far|fast|old|big|late|early|to|come|about)|what(?:'s| is| are| about| if| time| kinds?| sizes?| happens| now)|where(?:'s| is| are| to| can)|when(?:'s| is| are| will| does| can)|who(?:'s| is| do| can| sells| makes)|which|why|any (?:chance|idea|news|update|discount|way|plans?)|got any|is it|is there|are there)\b(?=.*\p{L})`,
    'iu',
  ),
  /\b(?:i|we)(?:'m| am| was|'re| are)? (?:wondering|curious|unsure|not sure|looking for|looking to|trying to|hoping to|interested in|confused|wonder|ask(?:ing)?)\b/iu,
  /\b(?:i|we)(?:'d| would)? (?:want|need|like|wish|have|prefer) (?:to|an?|the|my|our|some|more|it|this|help|info(?:rmation)?|advice|support|money|new|another|you|u|someone|somebody)\b/iu,
  /\b(?:i|we) (?:want|need|demand|request|require|expect) \p{L}/iu,
  /\b(?:can|could|would|will|may|might|should) (?:you|u|i|we|someone|somebody|anyone)\b(?=[^.!]*\p{L}{3})/iu,
  /\b(?:do|does|did) (?:you|u|it|they|this|that|the)\b(?=[^.!]*\?)/iu,
  /\b(?:asked|asking|wonder|know|tell|see|sure|find out|figure out|check|understand|remember)(?: you| me)? (?:if|whether|what|when|where|who|whom|which|how|why)\b/iu,
  /^(?:need(?:ing|ed)?|looking for|trying to|searching for|want(?:ing)? (?:to|an?|the)|waiting for|interested in)\b/iu,
  /^(?:please |pls |kindly |just )*(?:cancel|change|update|delete|remove|stop|pause|resume|help|show me|explain|reset|ship|exchange|return|replace|fix|repair|activate|deactivate|track|confirm|let me know|tell me|give me|get me|send (?:me|it|us|a|the|my)|check (?:my|the|if|whether)|call me|contact me|book|reschedule|refund|unsubscribe|upgrade|downgrade|add (?:my|a|the|this)|connect me|transfer me|ich|wo|wie|wann|warum|kann|puedo|cómo|dónde|cuándo)\b/iu,
  /\b(?:tell me|let me know|explain|advise|assist) (?:how|what|when|where|why|if|whether|which|the|me|about|on)\b|\bplease (?:help|advise|fix|check|cancel|change|send|call|refund|explain|respond|reply|confirm)\b|\bhelp(?: me| please)?\s*[!.]*$/iu,
]

/** Something that should be otherwise, and is for us to put right. */
const trouble = [
  /\b(?:broken?|damaged|defect(?:ive)?|faulty|missing|delayed|leak(?:s|ing|ed)?|stopped|error|refus(?:es|ed)|fail(?:s|ed|ing)|declined|stuck|lost|stolen|cracked|torn|expired|overcharged|overdue|crash(?:es|ed|ing)?|locked out|blocked|jammed|mou?ldy|stale|rancid|dead|burnt|scratched|dented|opened already|half empty|incomplete|unavailable|rejected|hacked|scam(?:med)?|unauthori[sz]ed|incorrect|mistakenly|malfunction\w*|rattl\w+|smok(?:es|ing)|overheat\w*)\b/iu,
  /\b(?:wrong|double|twice|duplicate|late|empty|cold|fake|bad|different)\b(?=[^.!?]*\b(?:order|item|address|size|colou?r|product|bag|beans?|amount|invoice|charge[ds]?|charging|billed|payment|parcel|package|name|email|date|one|thing|price|delivery|box|again)\b)|\b(?:order|item|address|size|product|amount|invoice|charge[ds]?|billed|payment|parcel|package|delivery|box|money)\b[^.!?]*\b(?:wrong|double|twice|late|empty|gone)\b/iu,
  /\b(?:still|yet)\b[^.!?]*\b(?:waiting|no|not|nothing|never|haven't|hasn't|isn't|without|don't|doesn't|can't)\b|\bstill (?:no|not|waiting|nothing)\b/iu,
  /\b(?:has|have|is|are|was|were|does|do|did|could|would|will|can)(?:n't| not)\b[^.!?]*\b(?:arriv\w*|com(?:e|es|ing)|work\w*|received?|get(?:ting)?|got|show\w*|start\w*|turn\w*|charg\w*|connect\w*|open\w*|load\w*|match\w*|fit|fits|sign|log|pay|find|see|change|use|open|accept\w*|let|help|understand|ship\w*|deliver\w*|credit\w*|refunded|reply|replied|answer\w*|here|there|updat\w*|respond\w*|sav\w*|possible|able|close|grind|brew|switch)\b/iu,
  /\b(?:won't|cannot|can't|can not|unable to|doesn't|didn't|isn't) (?:\w+ )?(?:\p{L}{2,})/iu,
  /\bnever (?:\w+ )?(?:arrived|came|got|received|showed|worked|delivered|shipped|answered|replied|called|ordered|signed|refunded|heard)\b/iu,
  /\b(?:problems?|issues?|trouble|bug|complaint|difficult(?:y|ies)) (?:with|about|in|on|when|regarding|to|using|placing)\b|\bi have (?:a|an|another|some) (?:\w+ )?(?:problem|issue|question|complaint|bug)s?\b|\b(?:forgot|lost|misplaced|dropped|broke) (?:my|the|it|our)\b|\b(?:no|without) (?:confirmation|tracking|reply|response|answer|invoice|receipt|email|refund)\b/iu,
  /\b(?:i|we)(?:'ve| have)? (?:was|were|been|got|get|received|ordered|paid|am being|keep)\b[^.!?]*\b(?:charged|billed|wrong|but|only|instead|without|twice|nothing|no)\b/iu,
  /\b(?:says|said|shows|claims) (?:it'?s |it was |it is |as )?(?:delivered|invalid|paid|shipped|expired|closed|sent)\b/iu,
]

const notGlad =
  /\b(?:not|isn't|wasn't|aren't|hardly|far from)(?: at all| very| really| so| too| even| exactly| a| the)* (?:happy|glad|good|great|nice|cool|impressed|amused|satisfied|pleased|fun|funny|perfect|tasty|fan)\b/iu

const glad =
  /\b(?:love[ds]?|loving|amazing|awesome|great|fantastic|wonderful|perfect(?:ly|ion)?|excellent|delicious|beautiful(?:ly)?|best|brilliant|superb|lovely|happy|glad|thrilled|delighted|impressed|yum(?:my)?|tasty|incredible|gorgeous|killer|addict(?:ed|ive)|fan|enjoy(?:ed|ing)?|favou?rite|nice|good|cool|neat|sweet|wow|yay|congrats|congratulations|recommend|hooked|obsessed|stars|legend|heroes?|rocks?|epic|outstanding|phenomenal|divine|heaven(?:ly)?|bravo|kudos|props|well done|thumbs up|thanks?|thank|thx|grateful|appreciate[ds]?|welcome|super|stellar|magic(?:al)?|smooth|cheers|danke|gracias|merci|toll|lecker|genial|rico)\b/iu

const angry =
  /\b(?:ridiculous|joke|worst|worse|garbage|trash|rubbish|crap\w*|bullshit|shit\w*|fuck\w*|wtf|hell|damn\w*|dumb|stupid|idiots?|morons?|useless|pathetic|terrible|horrible|awful|hate|angry|mad|furious|livid|unbelievable|unacceptable|insane|nonsense|disgrac\w+|disgusting|shame\w*|ashamed|sucks?|lame|annoy\w+|frustrat\w+|fed up|sick of|tired of|incompetent|clowns?|outrageous|appalling|disappoint\w+|laughable|absurd|hopeless|worthless|wasting|liars?|thieves|scheiße|mist|mierda|merde|not what i asked|fuming|rude|enough)\b/iu

const chatter =
  /\b(?:lo+l|lmao|rofl|(?:ha){2,}h?|he(?:he)+|ok(?:ay)?|k|hmm+|hm|ah+|oh+|uh+|um+|omg|wow|whatever|fine|alright|sure|yep|yup|nope|nah|yeah|meh|test(?:ing)?|asdf\w*|blah|weather|monday|weekend|coffee time|bored|hello|hi|hey|hola|hallo|morning|evening|bye|brb|idk|dunno|same|true|right|indeed|exactly|interesting|gotcha|understood|noted|kidding|joking|browsing|looking|nothing|nvm|never ?mind|forget it|xd)\b|^[^\p{L}]*\p{L}{1,2}[^\p{L}]*$/iu

function asks(part: string): boolean {
  const said = part.replace(idle, ' ').replace(/\s+/g, ' ').trim()
  const bare = said.replace(manners, '')
  if (!/\p{L}{2}/u.test(bare)) return false
  if (/\?/.test(bare) && wordsIn(bare) >= (angry.test(bare) ? 3 : 1) && !isSocial(bare)) return true
  // ", who handles that" asks, too.
  const clauses = bare.split(/[,;:–] ?/u).map((clause) => clause.replace(manners, ''))
  return (
    clauses.some((clause) => asking.some((form) => form.test(clause))) || trouble.some((form) => form.test(said))
  )
}

const social =
  /^(?:\W*(?:ok(?:ay)?|wow|oh|lol|haha|hello|hi|hey|yes|no|really|seriously|what|wtf|huh|eh|hm+|and|so|anyone|otto|nora)\W*)+$/iu
const isSocial = (text: string) => social.test(text)
