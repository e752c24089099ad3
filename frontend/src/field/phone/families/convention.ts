// The rules that version 3 of the phonetic keys adds to those of version 2; they are the server's. Names that are spelt by
// convention, such as Mukherjee for Mukhopadhyay, have the key of the first spelling of their group.

/** Groups of spellings of one name, in Latin letters as `latin` writes them. */
const CONVENTIONS = [
  'mukherjee mukherji mukharji mukharjee mukerji mukerjee mookerjee mookherjee mukhopadhyay mukhopadhyaya ' +
    'mukhopadhay mukopaday mukarji mukarjji',
  'banerjee banerji banarji banarjee bannerjee bandyopadhyay bandopadhyay bandyopadhyaya bandopadhay ' +
    'bandyopadyay bandopaday byanarji byanarjji benarji',
  'chatterjee chatterji chatarji chattarji chaterjee chattopadhyay chattopadhyaya chatopadhyay chattopaday ' +
    'chyatarji chyatarjji chattarjji',
  'ganguly ganguli gangguli ganguley gangopadhyay gangopadhyaya ganggopaday gangopaday',
  'bose basu boshu bosu bos boshe',
  'bhattacharya bhattacharyya bhattacharjee bhattacharji bhattacharjya battacharj battacharjj battacharji',
  'haque haq hak hoque hoq hok huq huque huk hauque haqe',
  'sayeed sayed syed saiyad saiyed said saeed soiyod soyod saiad sayyad sayyed saiyid soiyad saied',
  'sayeedul sayedul syedul saidul saeedul soiyodul saiedul',
  'hossain hussain hossein hussein hosain husain hosen hossen husen hosein hosan hasain',
  'mollah molla mulla mullah mollya mola mula',
  'chowdhury choudhury chaudhuri chaudhury chowdhuri choudhuri chowdhary chaudhary choudhary choudri chouduri ' +
    'chaudri choudhri chaudhri',
  'shaukat saukat shawkat sawkat showkat sowkat shaokat saokat shoukat soukat',
  'dutta datta dutt datt',
  'mitra mitter',
  'mosammat musammat mosammot mst mosamat mosammt mosa',
  'swapan sapan shapan sbapan swopan',
  'swapna sapna shapna sbapna',
  'jyotsna josna jyosna jotsna jochhna',
  'ujjwal ujjal ujjbal ujwal',
  'ibrahim ebrahim',
  'ilias elias iliyas eliyas',
  'mustafa mostafa mustapha mostofa',
  'muslim moslem mosalem moslim',
  'burman barman barmon',
  'wahab ohab oyahab wohab',
  'wasim oasim oyasim owasim',
];

/** The first spelling of the group of each. */
const FIRST = new Map(
  CONVENTIONS.flatMap((group) => {
    const names = group.split(' ');
    return names.map((name): [string, string] => [name, names[0] ?? name]);
  }),
);

/** The key of a spelling's group; undefined where it has none. */
export function conventionalKey(spelt: string, skeleton: (spelt: string) => string): string | undefined {
  const first = FIRST.get(spelt);
  if (first === undefined) return undefined;
  return first === 'shaukat' ? 'saukt' : skeleton(first); // apart from Saikat, which the rules fold alike
}

const RESPELLINGS: Record<string, string> = { zh: 'jah', audd: 'udd', oudd: 'udd', aull: 'ull', oull: 'ull' };

/** An h after j is pronounced (Azhar), and the u of -uddin and -ullah is that of a word of its own; Siddique, Rafique. */
export function respelt(spelt: string): string {
  const word = spelt.replace(/zh|audd|oudd|aull|oull/g, (found) => RESPELLINGS[found] ?? found);
  return word.length > 3 && word.endsWith('que') ? `${word.slice(0, -3)}k` : word;
}

/** The beginnings of names in which a ছ is that of Chhaya; elsewhere it is written for স. */
const PRONOUNCED = 'ছায়া ছবি ছন্দ ছোট ছট ছত্র'.normalize('NFC').split(' ');

export function respeltBengali(field: string): string {
  if (field.includes('চ্ছ') || PRONOUNCED.some((beginning) => field.startsWith(beginning))) return field;
  return field.replaceAll('ছ', 'স');
}

const PARTICLES = ['udin', 'ul', 'ula', 'ur', 'ulh'];

/** Joins each particle to the word before it: Nasir Uddin, Rahmat Ullah, Aziz ur Rahman. */
export function joinParticles(words: string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before !== undefined && PARTICLES.includes(word) && before !== 'md' && before !== 'mst')
      joined[joined.length - 1] = before + word;
    else joined.push(word);
  }
  return joined;
}
