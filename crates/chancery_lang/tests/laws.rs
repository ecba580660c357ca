//! Laws that hold for any text whatever: spans nest, trees are trees, nothing panics.

use chancery_lang::hash::Random;
use chancery_lang::{Analysis, Deprel, Pipeline};

/// Checks everything that an analysis promises.
fn check(text: &str) -> Analysis {
    let a = Pipeline::embedded().analyse(text);
    let mut at = 0;
    for t in &a.tokens {
        assert!(t.start >= at && t.start < t.end && t.end as usize <= text.len(), "token spans are in order");
        assert!(text.is_char_boundary(t.start as usize) && text.is_char_boundary(t.end as usize));
        at = t.end;
    }
    let mut next = 0;
    for s in &a.sentences {
        assert_eq!(s.tokens.start, next, "sentences hold every token");
        assert!(s.tokens.end > s.tokens.start);
        next = s.tokens.end;
        let tokens = a.tokens_of(s);
        assert_eq!((s.start, s.end), (tokens[0].start, tokens[tokens.len() - 1].end));
        assert_eq!(tokens.iter().filter(|t| t.head.is_none()).count(), 1, "one root");
        for (i, t) in tokens.iter().enumerate() {
            assert_eq!(t.head.is_none(), t.deprel == Deprel::Root);
            // Following heads from any word ends at the root.
            let (mut at, mut steps) = (s.tokens.start + i as u32, 0);
            while let Some(h) = a.tokens[at as usize].head {
                assert!(s.tokens.contains(&h), "heads stay in the sentence");
                at = h;
                steps += 1;
                assert!(steps <= tokens.len(), "no circle");
            }
        }
    }
    assert_eq!(next as usize, a.tokens.len());
    let mut at = 0;
    for n in &a.names {
        assert!(n.tokens.start >= at && n.tokens.start < n.tokens.end, "names are in order");
        at = n.tokens.end;
        assert_eq!(
            a.sentence_of(n.tokens.start),
            a.sentence_of(n.tokens.end - 1),
            "a name stays in its sentence"
        );
    }
    // Nothing but white space and control characters is lost.
    let kept: usize =
        a.tokens.iter().map(|t| t.text(text).chars().filter(|c| !c.is_whitespace()).count()).sum();
    let all = text
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
        })
        .count();
    assert_eq!(kept, all);
    a
}

#[test]
fn odd_texts() {
    let long = "a".repeat(1 << 20);
    let dots = ".".repeat(50_000);
    let marks = "\"'(".repeat(20_000);
    let slashes = "a/b-c.d'".repeat(20_000);
    let wall = "word ".repeat(50_000);
    let lines = "A line\n".repeat(5_000);
    for text in [
        "",
        " ",
        "\n\n\n",
        "\u{0}\u{1}\u{7f}",
        ".",
        "'",
        "’s",
        "n't",
        "-",
        "--",
        "a",
        "\u{feff}Hello",
        "e\u{301}",
        "🇨🇦🤝🇨🇳 👨‍👩‍👧‍👦!",
        "北京。上海，你好？",
        "مرحبا بالعالم",
        "Привет, мир.",
        "ÀÉÎ ß ŉ ǰ İ ı",
        "\r\n\r\n",
        "a\u{85}b\u{2028}c\u{2029}d",
        &long,
        &dots,
        &marks,
        &slashes,
        &wall,
        &lines,
    ] {
        check(text);
    }
}

#[test]
fn random_texts() {
    let mut random = Random(7);
    let alphabet: Vec<char> =
        "abzAZ019 .,;:!?'\"’“”()[]-–—/\\\n\r\t%$€#@&*_~<>|…éßЖ中ع🙂\u{200d}\u{301}\u{0}".chars().collect();
    for _ in 0..3000 {
        let n = random.below(60);
        let text: String = (0..n)
            .map(|_| match random.below(40) {
                0 => char::from_u32(random.below(0x11_0000) as u32).unwrap_or('x'),
                _ => alphabet[random.below(alphabet.len() as u64) as usize],
            })
            .collect();
        check(&text);
    }
}

#[test]
fn the_same_text_gives_the_same_analysis() {
    let text =
        "Estmark's foreign minister, Ida Lind, flew to Norvia on Monday. \"We agreed on little,\" she said.";
    assert_eq!(check(text), check(text));
}
