use super::*;

const LEAD: &str =
    "Foreign ministers Arvo of Estmark and Lind of Norvia agreed on Monday to reopen the border at Arvik.";
const NEXT: &str = "Lind said the crossing would open \"within a month\", according to a statement.";

fn whys(c: &Cleaned) -> Vec<(RemovalReason, &str)> {
    c.removed.iter().map(|r| (r.why, r.text.as_str())).collect()
}

fn body(c: &Cleaned) -> String {
    c.text.replace("\n\n", "\n")
}

use RemovalReason::*;

#[test]
fn a_title_and_a_date_line_are_read_and_taken_out() {
    let c = clean(
        &format!("Border to reopen at Arvik\n\nUpdated 14:55, March 03, 2031\n\n{LEAD}\n{NEXT}\n"),
        None,
    );
    assert_eq!(body(&c), format!("{LEAD}\n{NEXT}"));
    assert_eq!(c.title.as_deref(), Some("Border to reopen at Arvik"));
    assert_eq!(whys(&c), [(Title, "Border to reopen at Arvik"), (Date, "Updated 14:55, March 03, 2031")]);
    assert_eq!(c.dates[0].date.unwrap().to_string(), "2031-03-03");
    assert!(c.dates[0].words.as_deref().unwrap().starts_with("Updated"));
}

#[test]
fn a_place_and_a_whole_date_are_a_date_line() {
    for line in ["Norhaven, 3 March 2031", "Arvik/Norhaven, March 3, 2031", "Arvik, Monday 3 March 2031"] {
        let c = clean(&format!("Border to reopen at Arvik\n{line}\n\n{LEAD}\n{NEXT}\n"), None);
        assert_eq!(whys(&c), [(Title, "Border to reopen at Arvik"), (Date, line)]);
        assert_eq!(c.dates[0].date.unwrap().to_string(), "2031-03-03", "{line}");
    }
    for line in ["Talks at Arvik on 3 March 2031", "Norvia and Estmark sign accord, 3 March 2031"] {
        assert_eq!(date_line(line), None, "{line}");
    }
}

#[test]
fn a_crawlers_date_before_the_title_or_the_body_is_cut_off() {
    let c = clean(&format!(" date 2031-03-03 Border to reopen at Arvik\n\n{LEAD}\n\n{NEXT}"), None);
    assert_eq!(c.title.as_deref(), Some("Border to reopen at Arvik"));
    assert_eq!(whys(&c), [(Date, "date 2031-03-03"), (Title, "Border to reopen at Arvik")]);
    assert_eq!(c.text, format!("{LEAD}\n\n{NEXT}"));
    let c = clean(&format!(" date 2031-03-03 {LEAD}\n{NEXT}"), None);
    assert_eq!((c.title.as_deref(), body(&c)), (None, format!("{LEAD}\n{NEXT}")));
    assert_eq!(whys(&c), [(Date, "date 2031-03-03")]);
}

#[test]
fn a_text_of_prose_alone_stays_as_it_is() {
    let text = format!("{LEAD}\n\n{NEXT}\n\nWhat comes next?\n\nThe two sides meet again in June.");
    let c = clean(&text, None);
    assert_eq!((c.text, c.removed, c.title), (text, vec![], None));
}

#[test]
fn headlines_of_other_stories_go_and_bullets_of_the_body_stay() {
    let list = "- Norvia launches its first weather satellite\n- Estmark's harvest the best in ten years\n- Old bridge of Arvik to be painted";
    let c = clean(&format!("{LEAD}\n{NEXT}\nToday's Top News\n{list}\n\n\n"), None);
    assert_eq!(body(&c), format!("{LEAD}\n{NEXT}"));
    assert_eq!(whys(&c), [(Navigation, "Today's Top News"), (Related, list)]);
    let c = clean(&format!("{LEAD}\n{NEXT}\n{list}"), None);
    assert_eq!(body(&c), format!("{LEAD}\n{NEXT}"));
    let c = clean(&format!("{LEAD}\n{NEXT}\nThe two sides agreed on:\n{list}"), None);
    assert!(c.removed.is_empty());
    let c = clean(&format!("{LEAD}\nRelated Story Norvia recalls its envoy\n{NEXT}"), None);
    assert_eq!(body(&c), format!("{LEAD}\n{NEXT}"));
}

#[test]
fn wrapped_lines_are_no_headlines() {
    let text = "The foreign ministers of Estmark and Norvia met today in the\nborder town of Arvik. They discussed a range of issues of common\ninterest and agreed to reopen the crossing that was closed in\nautumn. Both thanked the Republic of Sund for its good offices.";
    let c = clean(text, None);
    assert_eq!((c.text.as_str(), c.removed.len(), c.title), (text, 0, None));
}

#[test]
fn front_matter_is_read() {
    let text = format!(
        "---\ndate: '2031-03-03'\nmodified_time: 2031-03-04 18:33:45-04:00\nsource_url: https://gov.example/readout\ntitle: \"Readout of Minister\\_Lind\\u2019s Call\\\n  \\ with Minister Arvo\"\n---\n\n{LEAD}\n\n\\###\n"
    );
    let c = clean(&text, None);
    assert_eq!(c.text, LEAD);
    assert_eq!(c.title.as_deref(), Some("Readout of Minister Lind’s Call with Minister Arvo"));
    assert_eq!(c.url.as_deref(), Some("https://gov.example/readout"));
    let days: Vec<_> =
        c.dates.iter().map(|d| (d.date.unwrap().to_string(), d.words.clone().unwrap())).collect();
    assert_eq!(days[0], ("2031-03-03".to_owned(), "2031-03-03".to_owned()));
    assert!(days[1].1.starts_with("updated "));
}

#[test]
fn credits_captions_and_notices_go() {
    for (litter, why) in [
        ("(Web editor: Ana Brandt, Tom Reyes)", Byline),
        ("icon-facebook icon-twitter icon-whatsapp", Share),
        ("Image copyright NNA Image caption Lind in Arvik", Caption),
        ("Lind speaking in Arvik on March 3, 2031. PHOTO: NNA", Caption),
        ("NORVIA PLEDGES TO LIFT ITS BAN ON FISH FROM ESTMARK", Related),
        ("CLICK HERE TO GET THE NORVIA POST APP", Notice),
        ("You've successfully subscribed to this newsletter!", Notice),
        ("Ana Brandt is a reporter at the Norvia Post covering diplomacy.", Byline),
    ] {
        let c = clean(&format!("{LEAD}\n\n{NEXT}\n\n{litter}"), None);
        assert_eq!(c.text, format!("{LEAD}\n\n{NEXT}"), "{litter}");
        assert_eq!(whys(&c), [(why, litter)]);
    }
    let c = clean(&format!("{LEAD} {NEXT} Additional reporting by Ana Brandt."), None);
    assert_eq!(c.text, format!("{LEAD} {NEXT}"));
    assert_eq!(whys(&c), [(Byline, "Additional reporting by Ana Brandt.")]);
}

#[test]
fn removed_pieces_stand_where_they_stood() {
    let c = clean(&format!("É\n\n{LEAD}\n\nRead More\n\n{NEXT}"), None);
    let at = c.removed.iter().find(|r| r.text == "Read More").unwrap().at as usize;
    let before: String = c.text.chars().take(at).collect();
    assert!(before.ends_with("Arvik."));
}

#[test]
fn datelines_give_a_day_or_its_words() {
    for (line, words, day) in [
        ("ARVIK, Nov. 11 (NNA) -- Lind met Arvo.", "Nov. 11", None),
        ("ARVIK. Sept 3 (NNA) - Lind met Arvo.", "Sept 3", None),
        ("ARVIK, March 3, 2031 — Lind met Arvo.", "March 3, 2031", Some("2031-03-03")),
        (
            "November 11, 2031 - Arvik, Norvia - Foreign Affairs Norvia",
            "November 11, 2031",
            Some("2031-11-11"),
        ),
        ("ARVIK, 3 March (NNA) — Lind met Arvo.", "3 March", None),
        ("ARVIK, March 3. /NNA/. Lind met Arvo.", "March 3", None),
        ("March 3 (NNA) -- Lind met Arvo.", "March 3", None),
        ("ARVIK/SUNDBY, March 3 -- Lind met Arvo.", "March 3", None),
    ] {
        let text = format!("{line}\n\n{NEXT}");
        let c = dateline_of(&text).unwrap_or_else(|| panic!("{line}"));
        let (a, b) = (c.start.unwrap() as usize, c.end.unwrap() as usize);
        assert_eq!(text.chars().skip(a).take(b - a).collect::<String>(), words);
        assert_eq!(c.date.map(|d| d.to_string()).as_deref(), day, "{line}");
    }
    for line in [
        "ARVIK (NNA) - Lind met Arvo on March 3.",
        "On March 3 - a Monday - Lind met Arvo.",
        "Lind and Arvo met on March 3, 2031: a first.",
    ] {
        assert_eq!(dateline_of(line), None, "{line}");
    }
}

#[test]
fn a_text_of_headlines_alone_is_not_emptied() {
    let c = clean("Norvia recalls its envoy from Estmark", None);
    assert_eq!(c.text, "Norvia recalls its envoy from Estmark");
}

#[test]
fn signatories_are_no_headlines() {
    let signed = "President of the Republic of Estmark Arvo\nPresident of the Republic of Norvia Lind\nChancellor of the Free City of Sund Berg";
    let text = format!("{LEAD}\n{NEXT}\n{signed}");
    assert_eq!(clean(&text, None).text, text);
}
