//! Names that are tags of languages, and the nearest of a site's locales.

use icu::locale::subtags::Region;
use icu::locale::{LanguageIdentifier, LocaleExpander};
use icu::properties::PropertyParser;
use icu::properties::props::Script;

use super::Locale;

/// The languages of two letters that CLDR 48.2 knows by other languages' names for them alone.
const WITHOUT_OWN_NAME: [&str; 31] = [
    "aa", "ae", "av", "ay", "bi", "ch", "cr", "cu", "fj", "ho", "hz", "ik", "kg", "kj", "kr", "kv", "la",
    "li", "mh", "na", "ng", "nr", "nv", "oj", "pi", "sm", "ts", "tw", "ty", "ve", "vo",
];

/// Scripts that ISO 15924 has and Unicode has not, since they are mixtures or varieties.
const VARIETIES: [&str; 6] = ["Hans", "Hant", "Jpan", "Kore", "Aran", "Latf"];

/// The languages of three letters that CLDR names in English, and not in themselves.
const FOREIGN: &str = "\
    ace ach ada ady aeb afh ain akk akz ale aln alt ang anp apw arc aro arp arq ars arw ary arz \
    ase atj avk awa ban bar bax bbc bbj bej bew bfd bfq bik bin bjn bkm bla bpy bqi bra brh bug \
    bum byn byv cad car cay chb chg chk chm chn chp chy clc cop cps crg crh crj crk crl crm crr \
    crs csb dak dar del den dgr din dtp dum dyu dzg efi egl egy eka elx enm esu ext fan fat fit \
    fon frc frm fro frp frs gag gan gay gba gbz gez gil glk gmh goh gon gor got grb grc guc gur \
    gwi hai hak hax hif hil hit hmn hsn hup hur iba ibb ikt ilo inh izh jam jpr jrb jut kac kaw \
    kbd kbl kfo kha kho khw kiu kmb koi kos krc kri krj krl kru kum kut kwk lad lah lam lez lfn \
    lil liv lol lou loz lsm ltg lua lui lun lus lzh lzz mad maf mag mak man mde mdr men mga mid \
    min mnc moe mos mrj mwl mwr mwv mye nan nap new nia niu njo nmg nnp nog non nov nwc nym nyo \
    nzi ojb ojc ojs ojw ota pag pal pam pau pcd pdc pdt peo pfl phn pnt pon pqm pro qug rap rar \
    rej rgn rom rtm rue rug rup sad sam sas saz sba sco sdc see sei sel sga sgs shu sid sjd sje \
    sju slh sli sly snk sog srn srr stq str suk sus sux swb syc tce tcy tem ter tet tgx tht tig \
    tiv tkl tkr tlh tli tly tmh tog tru tsd tsi ttm ttt tum tvl udm uga umb vep vls vmf vot vro \
    wal war was wuu xal xmf yao yap ybb zap zbl zea zen zun zza";

/// Those of all languages of three letters that are words too, in languages that blogs are in, or
/// endings of files.
const WORDS: &str = "\
    ace ada ain ale alt ang ann arc arn ars ase bal ban bar bas bez bik bin bla bra brh bug bum \
    cad car cay chg chm cop cps crs dak dar dav del den din doi dua dum ext fan fat fil fit fon \
    fro fur gag gan gay gon gor got grc gur hai hak hit hup jam jut kam ken kos kum kut lad lag \
    lam lij lil liv lol lou lua lui lun luo mad mag mai mak man mas men mer mga mic mid min moe \
    mos mua mus nan nap new nia niu non nov nus ota pag pal pam pap pau pis pon pro rap rar rom \
    rue rug sad sah sam sas sat scn sco see sei sel ses shi shu sid sly sma sms str suk sus syr \
    tem teo ter tet tig tiv tog tok tsi tum umb vai vec vep vot vro wal war was yao yap zap zea \
    zen zun";

/// The regions that CLDR has data of a language for, where those are more than the likely one.
const REGIONS: &str = include_str!("regions.txt");

impl Locale {
    /// The language of CLDR that a part of a file's name says: `fr`, `pt_br`, and `iw`, which is
    /// Hebrew.
    ///
    /// What may be words is none: three letters for a language that has two (`her`, `bak`), or that
    /// are a word ([`of_word`](Self::of_word)), and what looks like a language and a region and is
    /// no pair of CLDR's (`to-do`), unless it is written as tags are (`to-DO`).
    pub fn of_name(name: &str) -> Option<Self> {
        let locale = Self::of_tag(name)?;
        let language = name.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if language.len() == 3 && (locale.language().len() == 2 || name.len() == 3 && is_in(WORDS, &language))
        {
            return None;
        }
        let is_pair = match locale.icu().id.region {
            Some(region) => name.ends_with(region.as_str()) || locale.has_region(region),
            None => true,
        };
        is_pair.then_some(locale)
    }

    /// The language of CLDR whose tag of three letters a word is, too: `new`, `min`.
    pub fn of_word(name: &str) -> Option<Self> {
        let is_word = name.len() == 3 && is_in(WORDS, &name.to_ascii_lowercase());
        is_word.then(|| Self::of_tag(name))?
    }

    /// The language of CLDR whose tag something is, in any case and with `-` or `_` between its
    /// parts.
    pub fn of_tag(name: &str) -> Option<Self> {
        let language = name.split(['-', '_']).next().unwrap_or_default();
        if !matches!(language.len(), 2 | 3) {
            return None;
        }
        let locale = Self::parse(&name.replace('_', "-"))?;
        let id = &locale.icu().id;
        let is_script = |code: &str| {
            VARIETIES.contains(&code) || PropertyParser::<Script>::new().get_strict(code).is_some()
        };
        let is_plain = locale.icu().extensions.is_empty()
            && id.variants.is_empty()
            && id.script.is_none_or(|script| is_script(script.as_str()));
        let own = locale.language();
        let is_known = || locale.has_name() || WITHOUT_OWN_NAME.contains(&own) || is_in(FOREIGN, own);
        (is_plain && is_known()).then_some(locale)
    }

    /// Whether CLDR has data of the language for a region.
    fn has_region(&self, region: Region) -> bool {
        let mut of_region =
            REGIONS.lines().filter_map(|line| line.strip_prefix(self.language())?.strip_prefix(' '));
        let mut likely = LanguageIdentifier { region: None, ..self.icu().id.clone() };
        LocaleExpander::new_extended().maximize(&mut likely);
        likely.region == Some(region) || of_region.any(|regions| is_in(regions, region.as_str()))
    }

    /// The nearest of some locales: the same, one of the same language, one that inherits from the
    /// same (`nb`, `nn` and `no`).
    pub fn nearest_of<'l>(&self, locales: &'l [Locale]) -> Option<&'l Locale> {
        let root = |locale: &Locale| {
            locale.ancestry().last().map_or_else(String::new, |root| root.language().to_owned())
        };
        let own = root(self);
        let is_kin = |locale: &&Locale| root(locale) == own;
        locales
            .iter()
            .find(|locale| *locale == self)
            .or_else(|| locales.iter().find(|locale| locale.language() == self.language()))
            .or_else(|| locales.iter().find(is_kin))
    }
}

fn is_in(list: &str, code: &str) -> bool {
    list.split_ascii_whitespace().any(|other| other == code)
}

#[cfg(test)]
mod tests {
    use super::super::Locale;

    #[test]
    fn names_that_are_tags() {
        for (name, tag) in [
            ("fr", "fr"),
            ("FR", "fr"),
            ("no", "no"),
            ("en_US", "en-US"),
            ("pt-br", "pt-BR"),
            ("zh-Hans", "zh-Hans"),
            ("zh_hant_tw", "zh-Hant-TW"),
            ("sr-latn", "sr-Latn"),
            ("es-419", "es-419"),
            ("nds", "nds"),
            ("la", "la"),
            ("iw", "he"),
            ("in", "id"),
            ("ji", "yi"),
            ("mo", "ro"),
            ("sh", "sr-Latn"),
            ("so", "so"),
            ("", ""),
            ("v2", ""),
            ("0", ""),
            ("min", ""),
            ("old", ""),
            ("draft", ""),
            ("posts", ""),
            ("tlh", "tlh"),
            ("vls", "vls"),
            ("wuu", "wuu"),
            ("skr", "skr"),
            ("new", ""),
            ("cop", ""),
            ("ban", ""),
            ("mer", ""),
            ("her", ""),
            ("bak", ""),
            ("eng", ""),
            ("to-do", ""),
            ("to-DO", "to-DO"),
            ("to_DO", "to-DO"),
            ("in-us", ""),
            ("new-us", ""),
            ("en_us", "en-US"),
            ("en-gb", "en-GB"),
            ("DE-at", "de-AT"),
            ("en-bb", "en-BB"),
            ("fr-ca", "fr-CA"),
            ("nn-no", "nn-NO"),
            ("in-progress", ""),
            ("it-works", ""),
            ("no-such", ""),
            ("en-u-co-phonebk", ""),
            ("xx", ""),
        ] {
            let found = Locale::of_name(name);
            assert_eq!(found.as_ref().map_or("", Locale::tag), tag, "{name}");
        }
    }

    #[test]
    fn words_that_are_tags() {
        for (name, tag) in [
            ("new", "new"),
            ("Min", "min"),
            ("ban", "ban"),
            ("mer", "mer"),
            ("her", ""),
            ("old", ""),
            ("fr", ""),
        ] {
            assert_eq!(Locale::of_word(name).as_ref().map_or("", Locale::tag), tag, "{name}");
        }
        let codes = super::WORDS.split_ascii_whitespace();
        assert!(codes.into_iter().all(|code| Locale::of_word(code).is_some()));
    }

    #[test]
    fn the_nearest_is_the_same_or_kin() {
        let nearest = |tag: &str, locales: &str| {
            let locales: Vec<Locale> = locales.split(' ').filter_map(Locale::parse).collect();
            let nearest = Locale::parse(tag).and_then(|own| own.nearest_of(&locales).cloned());
            nearest.map(|locale| locale.tag().to_owned())
        };
        for (tag, locales, expected) in [
            ("no", "en nb", Some("nb")),
            ("nn", "nb en", Some("nb")),
            ("en-US", "nb en", Some("en")),
            ("en-US", "en en-US", Some("en-US")),
            ("en", "nb en-GB", Some("en-GB")),
            ("iw", "en he", Some("he")),
            ("sh", "en sr", Some("sr")),
            ("fr", "nb en", None),
            ("da", "nb en", None),
        ] {
            assert_eq!(nearest(tag, locales).as_deref(), expected, "{tag} among {locales}");
        }
    }
}
