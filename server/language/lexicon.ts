/**
 * What words say about a mood. `points` move the score (-1 angry to 1 happy); `puzzled` moves the running confusion instead;
 * `hot` marks what only anger says: without it a score does not sink below frustrated.
 */
export interface Cue {
  points: number
  puzzled?: number
  hot?: boolean
}

const words = (text: string) => text.trim().split(/\s+/)

/** Single words, without accents. Complaints are compared by their stems; praise is not, or "help" would be as happy as "helpful". */
export const singles: [Cue, string[]][] = [
  [
    { points: 0.4 },
    words(`amazing awesome brilliant excellent fantastic wonderful perfect superb outstanding terrific marvellous marvelous delighted delightful thrilled lifesaver legend grateful gratitude
    impressed impressive relieved relief hero nailed ecstatic overjoyed fabulous incredible flawless stellar yay hooray hurrah woohoo yippee
    splendid gorgeous fab tysm ily faultless chuffed stoked bliss angel adore adores obsessed compliments courteous smashing charming magnificent spotless effortless painless heartfelt touched blessed treasure dream`),
  ],
  [
    { points: 0.34 },
    words(
      'thanks thank thx ty cheers appreciate love lovely great glad happy pleased helpful kudos bravo rock rocks phew recommend beautiful enjoy enjoyed congrats super wow hurray thankful pleasure',
    ),
  ],
  [
    { points: 0.2 },
    words('nice good cool sweet sorted excited kind friendly smoothly best haha worked exactly clean neat'),
  ],

  [
    { points: -0.7, hot: true },
    words(`furious livid enraged outrageous outraged disgusting disgusted disgusts disgrace disgraceful pathetic unacceptable despicable idiot idiots moron morons imbecile clowns bastard bastards scum asshole
    bullshit fuck fucking shit shitty bullcrap pissed liar liars scam scammers scammed scammer fraudsters thieves crooks garbage incompetent incompetence appalling atrocious abysmal shameful ashamed
    lawyer attorney lawsuit sue suing solicitor infuriating infuriated infuriates despise loathe insulting insult insulted arrogant vile dishonest criminals criminal extortion ripoff
    fuming seething raging outrage revolting obscene heartless greedy vultures parasites leeches charlatans swindlers swindled frauds fraud fraudulent cheats cheaters robbery robbed robbing stole stealing thief wicked evil corrupt scumbags
    filthy jerks creeps lunatics muppets cretins monsters barefaced contemptible shambolic malpractice gutless spineless scandal scandalous`),
  ],
  [
    { points: -0.62, hot: true },
    words(
      'unbelievable ridiculous nonsense unprofessional theft con clown crap damn stupid rude hate hated lied lies lying angry dare worst trash rubbish screw screwed mad insane absurd laughable dumb wtf hell bloody horrible horrific joke shame sickening',
    ),
  ],
  [
    { points: -0.42 },
    words(`frustrated frustrating frustration annoyed annoying annoys irritating irritated disappointed disappointing disappointment disappoints useless terrible awful unhappy upset exhausted exhausting poor pointless nightmare
    dissatisfied fed painful ruined miserable dreadful unusable hopeless wasted wasting disaster unreliable tedious ugh argh aargh sigh unhelpful appalled discouraging discouraged inconvenient inconvenience`),
  ],
  [
    { points: -0.32 },
    words(
      'broke breaks crash crashes crashed crashing fails failed failing stuck struggling ignored overcharged hassle unresolved',
    ),
  ],
  [
    { points: -0.24 },
    words(`unfortunately broken fault faulty worse complicated wrong missing late delayed delays forever sad bad slow slower sluggish problem problems
    locked outage sick tired clunky bug bugs buggy sadly regret misleading mess nobody impossible spoiled hard lost glitch glitchy freezes frozen damaged cracked leaking worried urgent urgently waste lose`),
  ],
  [{ points: -0.16 }, words('still already waiting keeps nothing yet waited another always')],

  [
    { points: -0.08, puzzled: 0.5 },
    words(
      'confused confusing confuses confusion unclear unsure puzzled puzzling baffled bewildered perplexed ambiguous contradictory contradicts contradict clarify clarification huh misunderstood misunderstand',
    ),
  ],
  [{ points: -0.04, puzzled: 0.24 }, words('hmm hm um uh uhm erm explain eh odd weird strange wait')],

  // German, Spanish and French, as far as customers write to support in them.
  [
    { points: 0.4 },
    words(`danke dankeschon begeistert wunderbar hervorragend ausgezeichnet perfekt klasse toll tolle toller tolles prima genial geniale zufrieden bestens dankbar erleichtert hilfreich spitze
    gracias perfecto perfecta excelente encanta encantado encantada maravilloso maravillosa estupendo fantastico contento contenta feliz amable amables recomiendo buenisimo agradezco agradecido satisfecho
    merci parfait parfaite ravi ravie bravo nickel adore content contente satisfait satisfaite impeccable formidable magnifique reconnaissant`),
  ],
  [
    { points: -0.7, hot: true },
    words(`frechheit unverschamt unverschamtheit betruger betrug sauerei schweinerei scheiße scheiss scheisse verarschen verarscht lugen lugner idioten saftladen dreist diebe abzocke abzocker unfassbar skandal unerhort wutend stinksauer drecksladen
    verguenza verguenzas vergonzoso ladron ladrones mentiroso mentirosos mentiras estafa estafadores denunciar demandar asco mierda porqueria inutiles sinverguenzas indignante robaron mintieron inaceptable imbeciles furioso furiosa
    scandaleux scandale honte honteux voleurs voleur menteurs menteur mensonges arnaque arnaqueurs escrocs escroquerie inadmissible incapables merde foutez furieux furieuse inacceptable salauds`),
  ],
  [
    { points: -0.42 },
    words(`nervt nervig genervt enttauscht enttauschend argerlich vergeblich muhsam lastig leider standig dauernd kaputt abgesturzt
    decepcion decepcionado decepcionada decepcionante fastidio cansancio molesto molesta pesimo pesima roto rota
    decu decue decevant penible malheureusement enervant agacant abime`),
  ],
  [
    { points: -0.08, puzzled: 0.5 },
    words('verwirrt verwirrend unklar unverstandlich confundido confundida confuso perplexe embrouille'),
  ],
]

/** Turns of phrase, on lower-case text without accents and with straight apostrophes. */
export const phrases: [Cue, RegExp][] = [
  [
    { points: 0.4 },
    /\b(?:five|5) stars?\b|\bexactly what i (?:needed|wanted|was looking for)\b|\bwell done\b|\bgood job\b|\bmade my day\b|\bbest .{0,25}\b(?:ever|in (?:years|ages)|i've (?:ever )?had)\b|\bno complaints\b|\bwithout a hitch\b|\bmuch appreciated\b|\bcan't (?:thank you enough|fault)\b|\bspot on\b|\byou(?: guys)? (?:rock|rule|are the best)\b|\b10\/10\b|\bsaved (?:me|my)\b|\bkeep up the\b|\bbig fan\b|\bbetter than (?:i )?expected\b|\bproblem solved\b|\babove and beyond\b|\btop[ -]notch\b|\bgood news\b|\bcan't wait\b|\bmuch better\b|\b(?:was|so|very|super|really|how) (?:\w+ )?(?:fast|quick|quickly|easy|smooth)\b(?!.*\?)|\bquick (?:reply|response|answer|service|help|fix)\b|\bthe best\b|\bso easy\b|\bwell explained\b|\bthank god\b|\blike a charm\b/,
  ],
  [
    { points: 0.34 },
    /\b(?:that|it|this|everything)(?:'s| is| has)? (?:just |all |finally |now )?(?:worked|fixed|solved|sorted|works (?:now|again|great|perfectly|fine))\b|\ball (?:good|sorted|set|done)\b|(?<!\b(?:stopped|stops|not|isn't|quit|never) )\bworking (?:again|now|perfectly)\b|\b(?:fixed|solved|sorted) (?:it|that|my|the)\b|\bmakes (?:total |perfect |much more |more )?sense now\b|\bi (?:really |absolutely )?like (?:the|your|how|this|that|it)\b|\bhave a (?:nice|good|great|lovely)\b|\bvery kind\b/,
  ],

  [
    { points: -0.7, hot: true },
    /\bhow dare\b|\b(?:don't you|you) dare\b|\bshut up\b|\b(?:you )?had one job\b|\bwon't stand for\b|\bthanks for nothing\b|\bgo to hell\b|\bscrew you\b|\bwhat is wrong with you\b|\bwhat the (?:hell|heck|fuck)\b|\bfor (?:god'?s|christ'?s|heaven'?s|fuck'?s|pete'?s) sake\b|\bsick (?:and tired )?of (?:you|your|this|being)\b|\blegal action\b|\b(?:see|take) you (?:in|to) court\b|\btrading standards\b|\bconsumer protection\b|\b(?:report|reporting|expose) (?:you|your company)\b|\brip(?:ped)?[ -]?off\b|\byou (?:people|lot|guys) are (?:a |an |all |such )?(?:\w+ )?(?:useless|terrible|hopeless|awful|joke|clueless|incompetent)\b|\bcould scream\b|\bdemand (?:a|my|an|to)\b|\bi'm done with (?:you|this|your)\b|\bnever (?:ever )?(?:buying|buy|using|use|shopping|order(?:ing)?|come|coming|again|do business)\b.{0,30}\b(?:again|you|here)\b|\b(?:you|your \w+) (?:ruined|stole|destroyed|robbed|cheated)\b|\byou've (?:ruined|stolen|destroyed|robbed|cheated)\b|\bmy (?:bank|lawyer|attorney)\b.{0,25}\b(?:dispute|touch|hear)\b|\b(?:one star|1 star|zero stars)\b|\bwaste of (?:space|oxygen)\b|\bno excuse\b|\byou people\b|\bbunch of\b|\b(?:what|such|is|are) an? (?:\w+ )?joke\b|\bhung up on me\b|\benough is enough\b|\blast chance\b|\b(?:chargeback|charge-?back|trustpilot|bbb|better business)\b|\b(?:bad|negative|terrible|awful|one-star) reviews?\b|\bon (?:twitter|social media|facebook)\b|\bno respect\b|\b(?:treat|treated|treating) (?:me|us|people|customers|your customers)\b|\bhow can you (?:people|even|do|be)\b/,
  ],
  [
    { points: -0.5, hot: true },
    /\b(?:money|refund) (?:back )?(?:right )?now\b|\bright now\b.{0,15}!|\bcancel everything\b|\bi want (?:my money|answers|your manager|to speak to your (?:manager|boss))\b|\bfed up\b|\b(?:i've|i have|we've|we have) had enough\b|\blast straw\b|\bstop (?:sending|wasting|lying|ignoring|playing|spamming|calling|emailing|charging)\b|\banswer (?:me|the)\b|\bare you (?:kidding|joking|serious|deaf|blind|stupid|even reading)\b|\bget lost\b|\bwho do you think\b|\bgive me a real\b|\bgive me (?:back )?my money\b|\brefund me\b|\b(?:speak|talk) to (?:a|your|the) (?:manager|supervisor|boss)\b|\bi(?:'m| am) done\b|\bleave me alone\b|\bdon't (?:ever )?(?:lie|insult|patronise|patronize)\b|\bwaste of money\b|\bwhat a waste\b/,
  ],
  [
    { points: -0.42 },
    /\b(?:does|do|did|is|are|will|can)(?:n't| not|nt) (?:even )?(?:work|working|help|helping|load|loading|respond|responding)\b|\bno(?:thing| one|body)\b.{0,30}\b(?:works?|worked|helps?|helped|helping|seems? to|answers?|answered|responds?|replied|cares?)\b|\btried (?:everything|that|it all|all of|this already|every)\b|\balready (?:tried|did|done|told|said|sent|explained|asked|checked)\b|\b(?:second|third|fourth|fifth|sixth|2nd|3rd|4th|5th|\d+th|tenth) time\b|\bhow many (?:more )?times (?:do|must|have|did|will)\b|\bhow much longer\b|\bevery (?:single )?time\b|\bover and over\b|\b(?:going )?(?:round|around) in circles\b|\bstill (?:no|not|nothing|waiting|haven't|hasn't|doesn't|isn't|don't|can't|won't|the same|broken|failing)\b|\bnot getting anywhere\b|\bgetting nowhere\b|\bgiv(?:e|ing) up\b|\btak(?:es|ing|en) (?:forever|ages|so long|too long|up my|my (?:entire|whole))\b|\bwast(?:e|ed|ing) (?:of )?(?:my |so much )?(?:time|money|hours?|day)\b|\b(?:can't|cannot) you just\b|\bjust (?:fix|want it|want this|want to (?:log|get|use|cancel|pay|speak))\b|\bnot what i (?:paid|ordered|expected|asked)\b|\bshould(?:n't| not) (?:be|take|have to)\b|\bso (?:hard|difficult|complicated|slow)\b|\bkeeps? (?:saying|sending|asking|telling|showing|giving|getting|crashing|failing|happening|logging|coming|going|doing|on|disconnecting|freezing|repeating)\b|\b(?:been )?waiting (?:for )?(?:over |almost |nearly |more than )?(?:\w+ )?(?:minutes|hours?|days|weeks?|months?|ages|forever)\b|\btired of\b|\blet(?:s)? down\b|\bnot (?:happy|good enough|great|impressed|acceptable|helpful|satisfied)\b|\b(?:no|zero|without any) (?:reply|response|answer|help|update|improvement)\b|\btwice (?:now|already)\b|\bfor the (?:last|past) (?:\w+ )?(?:hours|days|weeks|months)\b|\bnever (?:arrived|came|received|got|worked|works|replied|answered)\b|\bhaven't (?:received|heard|got)\b.{0,30}\b(?:yet|anything|still|back)\b|\bonce again\b|\byet again\b|\bday after day\b|\bagain and again\b|\bcome on\b|\bas i (?:said|mentioned|told|explained|wrote)\b|\blike i (?:said|told)\b|\b(?:two|three|four|five|six|several|multiple|many|so many|countless|a dozen|\d+) (?:times|emails|calls|tickets)\b|\bon hold\b|\bhow long (?:do|must|will|does|am|is|should) (?:i|it|this) (?:have to|take|wait|supposed|need)\b.*\b(?:have to|wait|still)\b|\b(?:did|does|do|was|were|is|has)(?:n't| not) (?:help|helped|helpful|fix|fixed|solve|solved|change|changed)\b|\b(?:no help|not helpful|of no use|no use)\b|\bdon't have (?:the )?time\b|\bcan't believe\b|\bexpected (?:better|more)\b|\btoo (?:hard|complicated|difficult|slow|many|much|late)\b|\banother (?:week|day|month|error|problem|issue|bug|delay|hour|form)\b|\bwhat(?:'s| is) the point\b|\bwhy (?:is|does|do|must|can't) .{0,25}\b(?:always|so|still|never|just)\b|\b(?:hours|days|weeks|months) (?:trying|later|now|and still|on the phone|without)\b|\bno longer works?\b|\bnothing (?:happens|happened|changes|changed|has)\b|\b(?:lost|deleted|erased) (?:all|everything|hours|half|two|three|my (?:work|files|settings|progress|\w+ data))\b|\bevery (?:day|week|month|morning|other)\b.{0,30}\b(?:again|fail|crash|same|error|problem)/,
  ],
  [
    { points: -0.3 },
    /\b(?:charged|billed) (?:me )?(?:twice|double|again)\b|\b(?:exactly )?the same (?:\w+ )?(?:answer|error|issue|problem|fault|thing|useless)\b|\breally need (?:this|it|that)\b|\bbecause of (?:this|your)\b|\bnow i (?:have|need|must) to\b|\b(?:entire|whole) (?:day|afternoon|morning|evening|week(?:end)?)\b|\bwrong (?:item|size|order|product|address|one|again)\b|\bsupposed to (?:arrive|be here|come|work)\b|\bstopped working\b|\bunable to\b|\bwon't (?:let|work|load|open|connect|start|turn)\b|\bhad to\b.{0,25}\b(?:again|twice|times)\b|\bused to (?:work|be)\b|\b(?:link|page|site|app|website|checkout|portal)(?: is|'s| was)? (?:still )?(?:dead|down|broken|crashing|frozen|useless)\b|\b(?:getting|gets|got) worse\b|\byou (?:said|told me|promised)\b|\bstill\b.{0,40}\bagain\b|\b(?:failed|fails|declined|rejected|cancelled|logged out|logs me out|kicked out|broken|crashed|down) again\b|\bdays? late\b|\bweeks? late\b/,
  ],

  [
    { points: -0.08, puzzled: 0.55 },
    /\b(?:don't|do not|dont|didn't|not|can't|cannot) (?:really |quite |fully |even |seem to )?(?:understand|get (?:it|this|that|the|what|how|why)|follow|grasp|figure)\b|\b(?:does|do|did)(?:n't| not) (?:really |quite )?make (?:any )?sense\b|\bmakes? no sense\b|\bno (?:idea|clue)\b|\b(?:not|isn't|aren't|wasn't) (?:really |quite |entirely |totally |very |at all )?(?:sure|clear|certain)\b|\bi(?:'m| am) (?:a bit |a little |totally |completely |so |kind of )?lost\b|\byou(?:'ve)? lost me\b|\bwhat (?:do|does|did) (?:you|that|this|it|the|\w+)(?: \w+){0,4} (?:even )?mean\b|\bwhat(?:'s| is) (?:that|this) supposed to\b|\bmix(?:ing|ed) (?:\w+ )?up\b|\bcan you (?:explain|clarify|elaborate|rephrase)\b|\bover my head\b|\bam i (?:missing|doing|looking|in the|supposed|on the|reading|understanding)\b|\bwhat am i\b|\bi(?:'m| am) (?:supposed|meant) to\b|\b(?:can't|cannot) (?:tell|figure|work out|make out)\b|\bi(?:'m| am) not (?:very |really |that |so )?(?:technical|tech|good with|following)\b|\bwhich is it\b|\btoo technical\b|\bjargon\b|\bwhat (?:are|r) you (?:talking|asking|saying|referring)\b|\bsay that again\b|\bcome again\b|\bin (?:plain|simple(?:r)?) (?:english|words|terms)\b|\bmore (?:clearly|simply)\b/,
  ],
  [
    { points: -0.06, puzzled: 0.42 },
    /\bi don't know (?:which|what|how|where|if|whether|why|who)\b|\bdoes (?:that|this|it) mean\b|\bi thought\b.{0,70}(?:\?|\bwhy\b|\bbut\b)|\bwhy (?:would|is there|does it (?:say|ask|show)|are there)\b|\bor is it\b|\bis (?:this|that|it) the same\b|\bwhat(?:'s| is) the difference\b|\bbefore or after\b|\bhow (?:is|can) that\b|\b(?:two|2|both) (?:different|at once)\b|\bat the same time\b.*\?|\bwhich (?:one|of (?:these|the two|those))\b|\bsays? .{1,30} (?:but|and) .{1,40}\?|\bwhat (?:exactly|even) is\b|\b(?:can't|cannot|don't|do not|couldn't) (?:find|see) (?:the|that|this|any|where|it|a)\b|\bdoes(?:n't| not) (?:seem to )?(?:exist|match|appear)\b|\bwhat\?+|^what\b\W*$|\bsorry,? what\b|\bwhat (?:step|button|menu|page|number|code)\b|\bhow (?:come|so)\b|\bwhere (?:exactly|even)\b|\bshould i (?:be )?(?:\w+) or\b|\bwhat's going on\b|\bis (?:that|this|it) (?:normal|right|correct|intended)\b|\bwait,? (?:so|what|why|is|do|does|are|i|how|which)\b|\bhow do i even\b|\b(?:do|did) you mean\b|\bso (?:is|do|does|are|am|should|did|was)\b.{1,60}\?|\bhow does (?:that|this|it) (?:work|relate|fit)\b|\b(?:you|it|page|guide|email|site|screen|article|instructions?) (?:said|says|told)\b.{3,80}\bbut\b|\bwhy (?:am|was|did|do) i\b|\bwhere(?:'s| is) that\b|\bwhat(?:'s| is) (?:a|an) \w+(?: \w+)?\?/,
  ],

  [
    { points: 0.34 },
    /\b(?:klappt|lauft|geht|funktioniert) (?:jetzt|wieder|alles)\b|\b(?:hat|das) (?:super |gut )?(?:geklappt|geholfen|funktioniert)\b|\b(?:ya funciona|funciono|problema resuelto|muy contenta?o?)\b|\b(?:tout fonctionne|ca marche|trop bien|probleme (?:regle|resolu))\b/,
  ],
  [
    { points: -0.7, hot: true },
    /\bhalt die klappe\b|\blasse ich mir nicht\b|\bnie wieder\b|\b(?:zum|einen|meinen) anwalt\b|\b(?:zeige|verklage) (?:sie|euch)\b|\b(?:estoy|estamos) hart[oa]s?\b|\bnunca mas\b|\bque verg.enza\b|\b(?:una|la) verg.enza\b|\bdevuelvanme\b|\ben avoir marre\b|\bai marre\b|\bporter plainte\b|\bferme-?\s?la\b|\bplus jamais\b|\ben justice\b|\brendez.moi\b/,
  ],
  [
    { points: -0.42 },
    /\bimmer noch (?:nicht|kein\w*|auf)\b|\b(?:schon|leider) wieder\b|\bzum (?:zweiten|dritten|vierten|funften|x-ten) mal\b|\b(?:schon|bereits) (?:zwei|drei|vier|mehr)\w*mal\b|\bseit (?:\w+ )?(?:stunden|tagen|wochen|monaten)\b|\b(?:niemand|keiner) (?:antwortet|meldet|hilft|reagiert)\b|\bpassiert nichts\b|\bnichts (?:klappt|geht|funktioniert)\b|\b(?:sigo|sigue|siguen) (?:sin|esperando)\b|\b(?:todavia|aun) no\b|\botra vez\b|\bllevo .{1,20}(?:horas|dias|semanas|meses)\b|\bnadie (?:me )?(?:contesta|responde|ayuda)\b|\bno (?:funciona|sirve)\b|\bya (?:lo )?intente\b|\b(?:la|es la) (?:tercera|cuarta|quinta) vez\b|\btoujours (?:pas|rien|aucune?)\b|\bencore (?:en retard|une erreur|une fois)\b|\bdepuis .{1,16}(?:heures|jours|semaines|mois)\b|\bpersonne (?:ne )?(?:me |m')?(?:repond|lit|aide)\b|\b(?:deja|c'est la) (?:dit |ecrit )?(?:trois|troisieme|quatrieme|cinquieme)\b|\brien ne (?:marche|fonctionne)\b/,
  ],
  [
    { points: -0.08, puzzled: 0.55 },
    /\bversteh\w*\b.{0,16}\bnicht\b|\bnicht (?:verst\w+|klar|sicher)\b|\bkeine ahnung\b|\bwas (?:bedeutet|heißt|meinen sie|meinst du|soll das)\b|\bblick\w* .{0,10}nicht\b|\bno (?:lo |la |te |le )?(?:entiend\w+|entendi|comprend\w+)\b|\bque (?:significa|quiere decir)\b|\bno (?:me )?queda claro\b|\bestoy perdid[oa]\b|\bno se (?:cual|que|donde|como|si)\b|\bcomprends? (?:pas|rien)\b|\bpas (?:compris|clair)\b|\b(?:que|ca) veut dire\b|\bc'est quoi\b|\bje suis perdue?\b|\bsais pas (?:lequel|laquelle|quoi|ou|comment|si)\b/,
  ],
]

export const emoji: [Cue, RegExp][] = [
  [
    { points: 0.34 },
    /[😀😃😄😁😆😊🙂😍🥰🤩😎👍🙏❤💚💙💛💜🧡💕💖💗💓🫶🎉🥳👏💯✨🌟⭐🔥💪😘🤗😇🙌]|(?<!\S)(?:[:;]-?[)D]|<3|\^\^)(?!\S)/u,
  ],
  [{ points: -0.7, hot: true }, /[😡🤬👿🖕💩🤮]/u],
  [{ points: -0.36 }, /[😠😤😞😔😢😭😩😫🙁☹👎😒🙄😖😣💔🫠🤦]|(?<!\S)[:;]['’]?-?[(/](?!\S)/u],
  [{ points: -0.06, puzzled: 0.45 }, /[🤔😕🤷❓🧐😵🤨]/u],
]

export const negations = new Set([
  'not',
  'no',
  'never',
  'dont',
  'doesnt',
  'didnt',
  'isnt',
  'wasnt',
  'arent',
  'werent',
  'cant',
  'cannot',
  'couldnt',
  'wont',
  'wouldnt',
  'hasnt',
  'havent',
  'hardly',
  'without',
  'neither',
  'nor',
  'barely',
])
export const louder = new Set([
  'very',
  'really',
  'so',
  'extremely',
  'absolutely',
  'totally',
  'completely',
  'incredibly',
  'super',
  'too',
  'simply',
  'utterly',
  'beyond',
  'just',
  'such',
  'truly',
  'honestly',
  'seriously',
])
export const softer = new Set(['bit', 'little', 'slightly', 'somewhat', 'kinda', 'fairly', 'quite', 'mildly'])
