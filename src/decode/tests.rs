use super::*;
use WarningCode::{CharsetMislabelled, InvalidBytes};
use encoding_rs::{BIG5, EUC_JP, EUC_KR, GB18030, GBK, ISO_8859_2, ISO_8859_7, KOI8_R, SHIFT_JIS};
use encoding_rs::{WINDOWS_1251, WINDOWS_1252};

const GERMAN: &str = "Die Gebühr für Übungen beträgt fünf Euro, größere Gruppen zahlen natürlich weniger.";
const CHINESE: &str = "产后睡眠很重要,新妈妈应该在宝宝睡觉的时候休息,并且请家人帮忙照顾孩子。";
const TAIWANESE: &str = "產後睡眠很重要,新媽媽應該在寶寶睡覺的時候休息,並且請家人幫忙照顧孩子。";
const JAPANESE: &str = "産後の睡眠はとても大切です。赤ちゃんが眠っているときに、お母さんも休みましょう。";
const KOREAN: &str = "산후 수면은 매우 중요합니다. 아기가 잠을 잘 때 엄마도 함께 쉬는 것이 좋습니다.";
const RUSSIAN: &str = "Сон после родов очень важен: отдыхайте, когда ребёнок спит, и просите о помощи.";
const POLISH: &str =
    "Sen po porodzie jest ważny: odpoczywaj, gdy dziecko zaśnie i śpi, i proś bliskich o pomoc.";
const GREEK: &str = "Ο ύπνος μετά τον τοκετό είναι σημαντικός και η ξεκούραση βοηθά όλη την οικογένεια.";

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, failed) = encoding.encode(text);
    assert!(!failed, "{} cannot hold {text}", encoding.name());
    bytes.into_owned()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

fn html(bytes: &[u8]) -> Decoded<'_> {
    decode(bytes, None, Format::Html).expect("a page")
}

fn codes(decoded: &Decoded) -> Vec<WarningCode> {
    decoded.warnings.iter().map(|warning| warning.code).collect()
}

fn code(bytes: &[u8]) -> RejectCode {
    decode(bytes, None, Format::Text).expect_err("a reject").code
}

#[test]
fn charsets_are_read_as_declared_by_markup_or_container() {
    let pages = [
        (WINDOWS_1252, GERMAN),
        (GB18030, CHINESE),
        (GBK, CHINESE),
        (BIG5, TAIWANESE),
        (SHIFT_JIS, JAPANESE),
        (EUC_JP, JAPANESE),
        (ISO_2022_JP, JAPANESE),
        (EUC_KR, KOREAN),
        (WINDOWS_1251, RUSSIAN),
        (KOI8_R, RUSSIAN),
        (ISO_8859_2, POLISH),
        (ISO_8859_7, GREEK),
    ];
    for (encoding, text) in pages {
        let page = format!("<meta charset={}><p>{text}</p>", encoding.name());
        let bytes = encoded(encoding, &page);
        let decoded = html(&bytes);
        assert_eq!(decoded.text, page);
        assert_eq!((decoded.charset, decoded.origin), (encoding.name(), CharsetOrigin::Meta));
        assert_eq!(codes(&decoded), []);

        let bytes = encoded(encoding, text);
        let decoded = decode(&bytes, Some(encoding.name()), Format::Text).expect("a page");
        assert_eq!(decoded.text, text);
        assert_eq!((decoded.charset, decoded.origin), (encoding.name(), CharsetOrigin::Container));
    }
}

#[test]
fn charsets_are_told_by_their_bytes_where_nobody_declares_them() {
    let pages = [
        (WINDOWS_1252, GERMAN),
        (GBK, CHINESE),
        (BIG5, TAIWANESE),
        (SHIFT_JIS, JAPANESE),
        (EUC_JP, JAPANESE),
        (ISO_2022_JP, JAPANESE),
        (EUC_KR, KOREAN),
        (WINDOWS_1251, RUSSIAN),
        (UTF_8, CHINESE),
    ];
    for (encoding, text) in pages {
        let bytes = encoded(encoding, text);
        let decoded = html(&bytes);
        assert_eq!((decoded.charset, &*decoded.text), (encoding.name(), text));
        let origin = if encoding == UTF_8 { CharsetOrigin::Utf8 } else { CharsetOrigin::Detected };
        assert_eq!(decoded.origin, origin);
    }
}

#[test]
fn the_container_is_stronger_than_the_markup() {
    let page = format!("<meta charset=iso-8859-1>{RUSSIAN}");
    let bytes = encoded(WINDOWS_1251, &page);
    let decoded = decode(&bytes, Some(" Windows-1251 "), Format::Html).expect("a page");
    assert_eq!((decoded.charset, decoded.origin), ("windows-1251", CharsetOrigin::Container));
    assert_eq!(codes(&decoded), []);
    let decoded = decode(&bytes, Some("klingon"), Format::Html).expect("a page");
    assert_eq!((decoded.charset, decoded.origin), ("windows-1252", CharsetOrigin::Meta));
}

#[test]
fn utf16_is_read_with_and_without_a_mark() {
    let page = format!("<html><p>{CHINESE}</p><p>{GERMAN}</p></html>");
    for (name, to_bytes) in [("UTF-16LE", u16::to_le_bytes as fn(u16) -> _), ("UTF-16BE", u16::to_be_bytes)] {
        let marked = utf16(&format!("\u{feff}{page}"), to_bytes);
        let decoded = html(&marked);
        assert_eq!((decoded.charset, decoded.origin), (name, CharsetOrigin::Bom));
        assert_eq!(decoded.text, page);
        let bare = utf16(&page, to_bytes);
        let decoded = html(&bare);
        assert_eq!((decoded.charset, decoded.origin), (name, CharsetOrigin::Detected));
        assert_eq!(decoded.text, page);
        let decoded = decode(&bare, Some("utf-16"), Format::Html).expect("a page");
        assert_eq!((decoded.charset, decoded.origin), (name, CharsetOrigin::Container));
        assert_eq!(codes(&decoded), []);
    }
}

#[test]
fn valid_utf8_is_borrowed_and_beats_every_other_declaration() {
    for label in ["iso-8859-1", "gb2312", "shift_jis", "utf-16"] {
        let decoded = decode(GERMAN.as_bytes(), Some(label), Format::Text).expect("a page");
        assert!(matches!(decoded.text, Cow::Borrowed(_)));
        assert_eq!((decoded.charset, decoded.origin), ("UTF-8", CharsetOrigin::Utf8));
        assert_eq!(codes(&decoded), [CharsetMislabelled], "{label}");
    }
    let page = format!("<meta charset=utf-8>{GERMAN}");
    let decoded = decode(page.as_bytes(), Some("latin1"), Format::Html).expect("a page");
    assert_eq!(decoded.origin, CharsetOrigin::Meta);
    assert_eq!(codes(&decoded), [CharsetMislabelled]);
}

#[test]
fn ascii_is_what_whoever_spoke_says_it_is() {
    let decoded = html(b"<meta charset=gbk><p>plain</p>");
    assert_eq!((decoded.charset, decoded.origin), ("GBK", CharsetOrigin::Meta));
    assert_eq!(codes(&decoded), []);
    assert_eq!(html(b"plain").origin, CharsetOrigin::Utf8);
}

#[test]
fn a_mark_is_taken_off_and_wins() {
    let page = format!("\u{feff}<meta charset=gbk>{GERMAN}");
    let decoded = decode(page.as_bytes(), Some("big5"), Format::Html).expect("a page");
    assert_eq!((decoded.charset, decoded.origin), ("UTF-8", CharsetOrigin::Bom));
    assert!(decoded.text.starts_with("<meta"));
    assert_eq!(codes(&decoded), []);
}

#[test]
fn declared_utf8_that_is_another_charset_is_detected() {
    let page = format!("<meta charset=utf-8>{GERMAN}");
    let bytes = encoded(WINDOWS_1252, &page);
    let decoded = html(&bytes);
    assert_eq!((decoded.charset, decoded.origin), ("windows-1252", CharsetOrigin::Detected));
    assert_eq!(codes(&decoded), [CharsetMislabelled]);
    assert!(decoded.warnings[0].message.contains("markup declares UTF-8"));

    let page = format!("<meta charset=gbk>{CHINESE}");
    let bytes = encoded(GBK, &page);
    let decoded = decode(&bytes, Some("utf-8"), Format::Html).expect("a page");
    assert_eq!((decoded.charset, decoded.origin), ("GBK", CharsetOrigin::Meta));
    assert_eq!(codes(&decoded), [CharsetMislabelled]);
}

#[test]
fn a_declared_charset_that_breaks_everywhere_is_overridden() {
    let bytes = encoded(SHIFT_JIS, JAPANESE);
    let decoded = decode(&bytes, Some("euc-jp"), Format::Text).expect("a page");
    assert_eq!((decoded.charset, &*decoded.text), ("Shift_JIS", JAPANESE));
    assert_eq!(codes(&decoded), [CharsetMislabelled]);
}

#[test]
fn a_few_invalid_bytes_do_not_change_the_charset() {
    let mut bytes = GERMAN.as_bytes().to_vec();
    bytes.insert(3, 0xff);
    for declared in [Some("utf-8"), None, Some("iso-8859-1")] {
        let decoded = decode(&bytes, declared, Format::Text).expect("a page");
        assert_eq!(decoded.charset, "UTF-8");
        assert!(decoded.text.starts_with("Die\u{fffd} Gebühr"));
        assert_eq!(codes(&decoded).last(), Some(&InvalidBytes));
    }
    let decoded = decode(&bytes, Some("utf-8"), Format::Text).expect("a page");
    assert_eq!(
        decoded.warnings[0].message,
        "1 place is not valid UTF-8, the first at byte 3; replaced by U+FFFD"
    );

    // Hardly anything beyond ASCII, but that is UTF-8.
    let decoded = decode(b"Tea for two\xff, and a pot. \xc2\xa9 2021", None, Format::Text).expect("a page");
    assert_eq!((decoded.charset, codes(&decoded)), ("UTF-8", vec![InvalidBytes]));

    let mut bytes = encoded(GBK, &CHINESE.repeat(2));
    bytes.insert(0, 0xff);
    let decoded = decode(&bytes, Some("gb2312"), Format::Text).expect("a page");
    assert_eq!((decoded.charset, decoded.origin), ("GBK", CharsetOrigin::Container));
    assert_eq!(codes(&decoded), [InvalidBytes]);
}

#[test]
fn the_offset_of_an_invalid_byte_counts_the_mark() {
    let decoded = html(b"\xef\xbb\xbfab\xffcd");
    assert!(decoded.warnings[0].message.contains("at byte 5"), "{:?}", decoded.warnings);
}

#[test]
fn a_character_cut_off_by_the_end_is_one_invalid_place() {
    for declared in [Some("utf-8"), None] {
        let cut = [CHINESE.as_bytes(), b"\xe4\xba"].concat();
        let decoded = decode(&cut, declared, Format::Text).expect("a page");
        assert_eq!((decoded.charset, codes(&decoded)), ("UTF-8", vec![InvalidBytes]));
        assert!(decoded.text.ends_with("。\u{fffd}"));
    }
    for (encoding, text) in [(GBK, CHINESE), (SHIFT_JIS, JAPANESE), (BIG5, TAIWANESE), (EUC_KR, KOREAN)] {
        let mut bytes = encoded(encoding, text);
        bytes.push(0xb0);
        let decoded = decode(&bytes, Some(encoding.name()), Format::Text).expect("a page");
        assert_eq!(decoded.charset, encoding.name());
    }
    let odd = [utf16(GERMAN, u16::to_le_bytes), vec![b'x']].concat();
    let decoded = html(&odd);
    assert_eq!((decoded.charset, codes(&decoded)), ("UTF-16LE", vec![InvalidBytes]));
}

#[test]
fn pages_of_nothing_are_empty() {
    let blanks: [&[u8]; 7] =
        [b"", b" \r\n\t", b"\0\0\0", b"\xef\xbb\xbf", b"\xff\xfe\x20\0", b"\xc2\xa0\n", b"\xe3\x80\x80"];
    for blank in blanks {
        assert_eq!(code(blank), RejectCode::Empty, "{blank:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_binary() {
    assert_eq!(code(b"%PDF-1.4 ..."), RejectCode::Binary);
    let numbers: Vec<u8> = (0..900_u16).flat_map(|n| (n % 30).to_le_bytes()).collect();
    assert_eq!(code(&numbers), RejectCode::Binary);
    let mut noise = 7_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 24) as u8
    })
    .take(5000)
    .collect();
    assert_eq!(code(&noise), RejectCode::Binary);
}

#[test]
fn a_stray_nul_does_not_make_a_page_binary_or_utf16() {
    let page = format!("{GERMAN}\0{GERMAN}");
    assert_eq!(html(page.as_bytes()).text, page);
}

/// UTF-8 taken for a charset of single bytes and made UTF-8 again.
fn twice(text: &str, read: fn(u8) -> char) -> String {
    text.bytes().map(read).collect()
}

fn as_windows_1252(byte: u8) -> char {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().expect("every byte is a character")
}

#[test]
fn text_that_was_encoded_twice_is_put_right() {
    let english = "It’s the mother’s day – “sleep” costs 5 € and nothing else…";
    for text in [english, GERMAN, CHINESE, RUSSIAN, POLISH, KOREAN] {
        for read in [char::from as fn(u8) -> char, as_windows_1252] {
            // "Å›" of Windows-1252 may close a quotation in right text: Polish alone proves nothing by it.
            if text == POLISH && read(0x9b) == '›' {
                continue;
            }
            // A line alone may be a quotation.
            let text = [text; 3].join("\n");
            let torn = twice(&text, read);
            let decoded = html(torn.as_bytes());
            assert_eq!(decoded.text, text);
            assert_eq!(codes(&decoded), [WarningCode::EncodedTwice]);
        }
    }
}

#[test]
fn right_text_with_rare_signs_is_left_as_it_is() {
    let texts = [
        "« Dormez à\u{a0}», dit-elle ; «\u{a0}là-bas, à\u{a0}» Noël, l’été déjà passé à\u{a0}»…",
        "“CAFÉ” E “MAÇÔ NÃO É SÓ “PÃO”, É “AVÓ” E “IRMÃ”; à tarde há avó e irmã.",
        "Giấc ngủ sau sinh rất quan trọng: hãy nghỉ ngơi khi bé ngủ, ÂM nhạc và “ÂN”.",
        "CAFÉ” CAFÉ” CAFÉ” CAFÉ” CAFÉ”",
        "3\u{a0}×\u{a0}4, 5\u{a0}×\u{a0}2, 6 ×\u{a0}2, 7 ×\u{a0}3",
        "The sign ’ turns into â€™, “ into â€œ, ” into â€\u{9d} and é into Ã© when it is read wrongly.",
        "Ö\u{a0}” Å\u{a0}® ø¿, Ærø Åbø blåbær på fjället",
        // A question about broken text, and a damaged quotation.
        "Every ' reads as â€™,\nevery left quote as \"â€œ\",\nthe dash as 'â€“' or (â€”),\nthe dots as â€¦ since June.",
        "<h1>Why â€™?</h1><p>I see <code>â€œ</code>, <code>Ã©</code> and <b>&quot;â€¦&quot;</b>.</p>",
        "<p>So it is.</p><p>\"It wasnâ€™t mine, it isnâ€™t yours,\nand weâ€™re late\"</p><p>he said.</p>",
        "<title>What is donâ€™t?</title><h1>What is donâ€™t?</h1><p>My page has donâ€™t for don't.</p>",
    ];
    for text in texts {
        let decoded = html(text.as_bytes());
        assert_eq!(decoded.text, text);
        assert_eq!(codes(&decoded), []);
    }
}
