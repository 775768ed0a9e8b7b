/** What people say of us and not of what they need: it is heard as a mood, names no topic and asks nothing. */
export const remarks: ReadonlySet<string> = new Set(
  `ridiculous joke joking kidding worst worse garbage trash rubbish crap crappy bullshit shit shitty fuck fucking fucked fck wtf hell damn damned dumb stupid idiot idiots idiotic moron morons useless pathetic terrible horrible
  awful hate hates angry mad furious unbelievable unacceptable insane nonsense disgrace disgraceful disgusting shame shameful ashamed sucks suck lame annoying annoyed frustrating frustrated fed sick tired done incompetent clowns clown
  outrageous appalling disappointing disappointed laughable absurd seriously bloody hopeless worthless absolutely totally completely utterly incredible wasting waste wasted liar liars lying thieves
  amazing perfect brilliant wonderful fantastic lovely excellent helpful unhelpful happy glad sorry scheiße mist lächerlich unverschämt frechheit mierda ridículo merde ridicule nul`.split(
    /\s+/,
  ),
)
