// Forms of English verbs that no ending tells: "the grades were lost" says the same as "we lose grades". Forms that are more often another
// word are left out, such as "left", "ground" and "sat", which is a test; and "fall" and "spring" are semesters.

const verbs = `
  became/become began,begun/begin bent/bend bitten/bite bled/bleed broke,broken/break brought/bring built/build bought/buy came/come
  caught/catch chose,chosen/choose crept/creep dealt/deal drew,drawn/draw drove,driven/drive ate,eaten/eat 
  felt/feel fled/flee flew,flown/fly forbade,forbidden/forbid forgot,forgotten/forget found/find fought/fight froze,frozen/freeze gave,given/give
  went,gone/go got,gotten/get grew,grown/grow hung/hang heard/hear held/hold hid,hidden/hide kept/keep knew,known/know laid/lay led/lead
  lost/lose made/make meant/mean met/meet misled/mislead mistook,mistaken/mistake overrode,overridden/override
  overwrote,overwritten/overwrite paid/pay proven/prove ran/run redid,redone/redo reran/rerun rewrote,rewritten/rewrite rang,rung/ring
  said/say saw,seen/see sent/send shook,shaken/shake shown/show shrank,shrunk/shrink slept/sleep slid/slide
  sold/sell spent/spend spoke,spoken/speak stole,stolen/steal stood/stand stuck/stick struck/strike swam/swim swept/sweep
  took,taken/take taught/teach thought/think threw,thrown/throw told/tell tore,torn/tear understood/understand undid,undone/undo upheld/uphold
  withdrew,withdrawn/withdraw withheld/withhold woke,woken/wake won/win wore,worn/wear wrote,written/write
`;

/** The infinitive of each irregular form. */
export const irregularVerbs: ReadonlyMap<string, string> = new Map(
  verbs
    .trim()
    .split(/\s+/)
    .flatMap((verb) => {
      const [forms = '', base = ''] = verb.split('/');
      return forms.split(',').map((form): [string, string] => [form, base]);
    }),
);
