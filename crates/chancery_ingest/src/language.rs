//! Which language a text is in.

use whatlang::{Lang, Script};

/// Below this many letters a text counts as English unless its script says otherwise or the detector is sure.
const SHORT: usize = 200;

/// The ISO 639-1 code of a text's language. Short texts count as English unless they clearly are not.
pub(crate) fn detect(text: &str) -> &'static str {
    let sample = crate::text::first(text, 8000);
    let letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 8 || english_words(sample) {
        return "en";
    }
    let Some(info) = whatlang::detect(sample) else { return "en" };
    let sure =
        if letters < SHORT { info.is_reliable() && info.confidence() > 0.9 } else { info.confidence() > 0.2 };
    if info.script() == Script::Latin && !sure {
        return "en";
    }
    code(info.lang())
}

/// As given, in the form of ISO 639-1: "en-GB", "eng" and "English" are "en". Empty or unknown words stay as they are,
/// in lower case.
pub(crate) fn given(language: &str) -> String {
    let lower = language.trim().to_lowercase();
    let first = lower.split(['-', '_']).next().unwrap_or("").to_owned();
    if first.len() == 2 {
        return first;
    }
    if let Some(lang) = Lang::from_code(&first) {
        return code(lang).to_owned();
    }
    Lang::all()
        .iter()
        .find(|l| l.eng_name().eq_ignore_ascii_case(&first))
        .map_or(first, |l| code(*l).to_owned())
}

/// Whether one word in nine is one of the commonest of English, and none of the neighbours'.
fn english_words(text: &str) -> bool {
    let (mut all, mut english) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        all += 1;
        let lower = word.to_ascii_lowercase();
        english += usize::from(matches!(
            lower.as_str(),
            "the"
                | "of"
                | "and"
                | "to"
                | "that"
                | "with"
                | "said"
                | "was"
                | "has"
                | "for"
                | "by"
                | "from"
                | "is"
        ));
    }
    english >= 3 && english * 9 >= all
}

/// ISO 639-1 for the detector's ISO 639-3.
fn code(lang: Lang) -> &'static str {
    match lang.code() {
        "epo" => "eo",
        "eng" => "en",
        "rus" => "ru",
        "cmn" | "zho" => "zh",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "ben" => "bn",
        "fra" => "fr",
        "deu" => "de",
        "ukr" => "uk",
        "kat" => "ka",
        "ara" => "ar",
        "hin" => "hi",
        "jpn" => "ja",
        "heb" => "he",
        "yid" => "yi",
        "pol" => "pl",
        "amh" => "am",
        "jav" => "jv",
        "kor" => "ko",
        "nob" => "no",
        "dan" => "da",
        "swe" => "sv",
        "fin" => "fi",
        "tur" => "tr",
        "nld" => "nl",
        "hun" => "hu",
        "ces" => "cs",
        "ell" => "el",
        "bul" => "bg",
        "bel" => "be",
        "mar" => "mr",
        "kan" => "kn",
        "ron" => "ro",
        "slv" => "sl",
        "hrv" => "hr",
        "srp" => "sr",
        "mkd" => "mk",
        "lit" => "lt",
        "lav" => "lv",
        "est" => "et",
        "tam" => "ta",
        "vie" => "vi",
        "urd" => "ur",
        "tha" => "th",
        "guj" => "gu",
        "uzb" => "uz",
        "pan" => "pa",
        "aze" => "az",
        "ind" => "id",
        "tel" => "te",
        "pes" => "fa",
        "mal" => "ml",
        "ori" => "or",
        "mya" => "my",
        "nep" => "ne",
        "sin" => "si",
        "khm" => "km",
        "tuk" => "tk",
        "aka" => "ak",
        "zul" => "zu",
        "sna" => "sn",
        "afr" => "af",
        "lat" => "la",
        "slk" => "sk",
        "cat" => "ca",
        "tgl" => "tl",
        "hye" => "hy",
        "cym" => "cy",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_detected() {
        assert_eq!(detect("Arvo met Lind."), "en");
        assert_eq!(detect("Norvia recalls envoy"), "en");
        assert_eq!(detect("诺维亚外交部长周二会见了埃斯特马克外交部长。"), "zh");
        assert_eq!(detect("Министр иностранных дел Норвии прибыл во вторник в столицу Эстмарка."), "ru");
        let german = "Die Außenministerin von Norvia ist am Dienstag in der Hauptstadt eingetroffen, um mit dem \
                      Präsidenten über das Abkommen zu sprechen, das im vergangenen Jahr gescheitert war. Sie wird \
                      morgen auch mit Vertretern der Wirtschaft zusammenkommen und danach weiterreisen.";
        assert_eq!(detect(german), "de");
    }

    #[test]
    fn given_languages_take_one_form() {
        for (given_as, want) in
            [("en-GB", "en"), ("EN", "en"), ("eng", "en"), ("English", "en"), ("German", "de")]
        {
            assert_eq!(given(given_as), want);
        }
    }
}
