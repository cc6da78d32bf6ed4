// The most frequent words of what people wrote, without those that say nothing.

const stopWords: Readonly<Record<string, string>> = {
  en: `a about after again all also am an and any are as at be because been before being but by can could did do does doing don down during each even every few for from further get
    got had has have having he her here hers him his how i if in into is it its itself just like me more most much my myself no nor not now of off on once one only or other our ours out
    over own really same she should so some such than that the their them then there these they this those through to too under until up us very was way we well were what when where which
    while who why will with would you your yours im ive dont didnt doesnt isnt wasnt cant its thats theres were youre`,
  de: `aber alle allem allen aller alles als also am an ander andere anderem anderen auch auf aus bei beim bin bis bist da damit dann das dass dein deine dem den denn der des dich die dies
    diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer für gegen gewesen hab habe haben hat hatte hatten hier hin hinter ich ihm
    ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder jedes jetzt kann kein keine keinem keinen keiner können könnte man manche mehr mein meine meinem meinen
    meiner mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine seinem seinen seiner selbst sich sie sind so solche soll sollte sondern sonst über um und uns unser
    unsere unter viel vom von vor war waren warst was weg weil weiter welche wenn werde werden wie wieder will wir wird wo wollen würde würden zu zum zur zwar zwischen schon mal immer`,
  fr: `a ai aie ait alors après as au aucun aussi autre aux avait avant avec avez avoir avons c ça car ce cela ces cet cette ceux chaque ci comme comment d dans de depuis des donc dont du
    elle elles en encore entre es est et étaient était été être eu eux fait faire font hors ici il ils j je jusque l la le les leur leurs lors lui m ma mais me même mes moi moins mon n ne
    ni nos notre nous on ont ou où par parce pas peu peut plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton
    tous tout toute toutes très trop tu un une vos votre vous y`,
  es: `a al algo algunas algunos ante antes aquí así aun aunque bien cada como con contra cual cuando de del desde donde durante e el él ella ellas ellos en entre era eran es esa esas ese
    eso esos esta está están estar estas este esto estos fue fueron ha había han has hasta hay he la las le les lo los más me mi mí mis mucho muchos muy nada ni no nos nosotros nuestra
    nuestro o os otra otras otro otros para pero poco por porque pues que qué quien se sea ser si sí sin sobre son su sus también tan tanto te tengo ti tiene todo todos tu tus un una uno
    unos usted ustedes y ya yo`,
}

const known = new Map<string, ReadonlySet<string>>()

function findStopWords(language: string): ReadonlySet<string> {
  const [base = ''] = language.split('-')
  const found = known.get(base) ?? new Set((Object.hasOwn(stopWords, base) ? stopWords[base]! : '').split(/\s+/))
  known.set(base, found)
  return found
}

const maxWords = 50
const shortestWord = 2

/** In how many texts each word stands, the most frequent first; words of one text alone are left out when there are many. */
export function countWords(texts: readonly string[], languages: readonly string[]): { word: string; count: number }[] {
  const silent = languages.map(findStopWords)
  const counts = new Map<string, number>()
  for (const text of texts) {
    const words = new Set(text.toLocaleLowerCase().normalize('NFC').replaceAll(/['’]/g, '').match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    for (const word of words) {
      if (word.length < shortestWord || /^\d+$/.test(word) || silent.some((list) => list.has(word))) continue
      counts.set(word, (counts.get(word) ?? 0) + 1)
    }
  }
  return [...counts]
    .map(([word, count]) => ({ word, count }))
    .toSorted((left, right) => right.count - left.count || (left.word < right.word ? -1 : 1))
    .slice(0, maxWords)
}
