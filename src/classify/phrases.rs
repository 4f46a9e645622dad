//! What pages write over their boxes and on their buttons, in many languages: one table.
//!
//! A phrase is compared with short blocks alone, lower-cased and without marks at its ends.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a phrase says of the block that begins with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Phrase {
    /// Heading over teasers: "Recommend", "Related articles".
    Teasers,
    /// Heading over comments: "12 Comments", "Leave a reply".
    Comments,
    /// "Previous", "Older post".
    Previous,
    /// "Next", "Newer post".
    Next,
    /// Share lines.
    Share,
    /// Newsletters, subscriptions, advertisements.
    Promo,
    /// Table of contents.
    Toc,
    /// Tags, categories, counters.
    Tags,
    /// Author, date.
    Byline,
    /// "Read more", "Continue reading": the link of a teaser.
    More,
    /// Rights and terms.
    Footer,
    /// "Home": the first of a trail.
    Home,
}

/// Most bytes of a block that is compared with the table: nine words have fewer in any script.
const MAX_BYTES: usize = 160;

/// Most words of a block that is compared with the table.
pub const PHRASE_WORDS: usize = 9;

/// How a phrase must stand in a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The block is the phrase and nothing else.
    Whole,
    /// The block begins with the phrase.
    Start,
}

const TABLE: &[(Phrase, Place, &[&str])] = &[
    (
        Phrase::Teasers,
        Place::Start,
        &[
            "related",
            "recommend",
            "you may also",
            "you might also",
            "you may like",
            "you might like",
            "more from",
            "more stories",
            "more articles",
            "more posts",
            "more in ",
            "more on ",
            "read next",
            "up next",
            "read also",
            "also read",
            "see also",
            "popular posts",
            "most popular",
            "most read",
            "trending",
            "latest posts",
            "latest articles",
            "latest news",
            "latest stories",
            "recent posts",
            "recent articles",
            "similar ",
            "editor's picks",
            "editors' picks",
            "top stories",
            "don't miss",
            "keep reading",
            "further reading",
            "hot articles",
            "what to read next",
            "you'll also",
            "ähnliche",
            "verwandte",
            "das könnte",
            "auch interessant",
            "mehr zum thema",
            "lesen sie auch",
            "weitere artikel",
            "weitere beiträge",
            "empfohlen",
            "empfehlungen",
            "meistgelesen",
            "neueste beiträge",
            "beliebte",
            "articles similaires",
            "articles liés",
            "à lire aussi",
            "lire aussi",
            "vous aimerez",
            "sur le même",
            "recommandé",
            "les plus lus",
            "derniers articles",
            "artículos relacionados",
            "relacionad",
            "te puede interesar",
            "te puede gustar",
            "también te",
            "recomenda",
            "lee también",
            "más leíd",
            "últimas noticias",
            "entradas recientes",
            "notas relacionadas",
            "articoli correlati",
            "potrebbe interessar",
            "leggi anche",
            "ti potrebbe",
            "più letti",
            "leia também",
            "veja também",
            "você também",
            "artigos relacionados",
            "posts relacionados",
            "mais lidas",
            "saiba mais",
            "powiązane",
            "podobne",
            "zobacz także",
            "zobacz też",
            "polecane",
            "przeczytaj także",
            "czytaj także",
            "похожие",
            "читайте также",
            "рекоменду",
            "смотрите также",
            "по теме",
            "популярн",
            "相关",
            "相關",
            "推荐",
            "推薦",
            "猜你喜欢",
            "热门",
            "熱門",
            "延伸阅读",
            "延伸閱讀",
            "最新文章",
            "更多阅读",
            "为你推荐",
            "你可能",
            "您可能",
            "大家都在看",
            "看了又看",
            "阅读排行",
            "関連",
            "おすすめ",
            "人気記事",
            "あわせて読みたい",
            "こちらもおすすめ",
            "新着記事",
            "관련",
            "추천",
            "인기",
            "함께 보면",
            "مقالات ذات",
            "مواضيع ذات",
            "اقرأ أيضا",
            "اقرأ أيضً",
            "قد يعجبك",
            "موضوعات ذات",
            "ذات صلة",
            "مقترحة",
            "gerelateerd",
            "lees ook",
            "relaterade",
            "læs også",
            "les også",
            "ilgili",
            "benzer",
        ],
    ),
    (
        Phrase::Comments,
        Place::Start,
        &[
            "comments",
            "leave a comment",
            "leave a reply",
            "post a comment",
            "add a comment",
            "write a comment",
            "join the discussion",
            "join the conversation",
            "reader comments",
            "cancel reply",
            "your email address will not be published",
            "kommentare",
            "kommentar schreiben",
            "schreibe einen kommentar",
            "commentaires",
            "laisser un commentaire",
            "comentarios",
            "deja un comentario",
            "deja una respuesta",
            "comentários",
            "deixe um comentário",
            "commenti",
            "lascia un commento",
            "komentarze",
            "dodaj komentarz",
            "комментари",
            "оставить комментарий",
            "добавить комментарий",
            "评论",
            "評論",
            "发表评论",
            "网友评论",
            "留言",
            "コメント",
            "댓글",
            "تعليقات",
            "التعليقات",
            "اترك تعليق",
            "reacties",
        ],
    ),
    (
        Phrase::Previous,
        Place::Start,
        &[
            "previous",
            "prev ",
            "older",
            "« previous",
            "zurück",
            "vorheriger",
            "vorherige",
            "voriger",
            "précédent",
            "article précédent",
            "anterior",
            "artículo anterior",
            "precedente",
            "articolo precedente",
            "poprzedni",
            "предыдущ",
            "上一篇",
            "上一页",
            "上一頁",
            "上一章",
            "前の記事",
            "前へ",
            "이전",
            "السابق",
            "المقال السابق",
            "المقالة السابقة",
            "vorige",
            "föregående",
            "forrige",
            "önceki",
        ],
    ),
    (Phrase::Previous, Place::Whole, &["prev", "previous", "<<", "«", "←", "‹", "<"]),
    (
        Phrase::Next,
        Place::Start,
        &[
            "next",
            "newer",
            "weiter ",
            "nächster",
            "nächste",
            "suivant",
            "article suivant",
            "siguiente",
            "artículo siguiente",
            "próximo",
            "seguinte",
            "successivo",
            "prossimo",
            "articolo successivo",
            "następny",
            "следующ",
            "下一篇",
            "下一页",
            "下一頁",
            "下一章",
            "次の記事",
            "次へ",
            "다음",
            "التالي",
            "المقال التالي",
            "المقالة التالية",
            "volgende",
            "nästa",
            "neste",
            "sonraki",
        ],
    ),
    (Phrase::Next, Place::Whole, &["weiter", ">>", "»", "→", "›", ">"]),
    (
        Phrase::Share,
        Place::Start,
        &[
            "share",
            "follow us",
            "tweet",
            "pin it",
            "print this",
            "teilen",
            "partager",
            "compartir",
            "comparte",
            "compartilhe",
            "condividi",
            "udostępnij",
            "поделиться",
            "分享",
            "シェア",
            "공유",
            "شارك",
            "save article",
            "email this",
            "copy link",
        ],
    ),
    (
        Phrase::Share,
        Place::Whole,
        &[
            "facebook",
            "twitter",
            "pinterest",
            "whatsapp",
            "linkedin",
            "reddit",
            "telegram",
            "x",
            "email",
            "print",
            "instagram",
            "youtube",
            "tiktok",
        ],
    ),
    (
        Phrase::Promo,
        Place::Start,
        &[
            "subscribe",
            "sign up",
            "newsletter",
            "get our",
            "join our",
            "advertisement",
            "sponsored",
            "download our",
            "get the latest",
            "free trial",
            "book a demo",
            "we use cookies",
            "this site uses cookies",
            "accept all",
            "cookie",
            "abonnieren",
            "jetzt anmelden",
            "anzeige",
            "werbung",
            "s'abonner",
            "abonnez",
            "publicité",
            "inscrivez",
            "suscríbete",
            "suscribirse",
            "publicidad",
            "anuncio",
            "iscriviti",
            "pubblicità",
            "inscreva",
            "publicidade",
            "assine",
            "zapisz się",
            "reklama",
            "подпис",
            "реклама",
            "订阅",
            "广告",
            "廣告",
            "扫码",
            "关注我们",
            "購読",
            "広告",
            "구독",
            "광고",
            "اشترك",
            "إعلان",
        ],
    ),
    (
        Phrase::Toc,
        Place::Start,
        &[
            "table of contents",
            "contents",
            "in this article",
            "on this page",
            "inhaltsverzeichnis",
            "inhalt",
            "sommaire",
            "table des matières",
            "índice",
            "tabla de contenidos",
            "contenido",
            "indice",
            "spis treści",
            "содержание",
            "目录",
            "目錄",
            "目次",
            "もくじ",
            "목차",
            "المحتويات",
            "جدول المحتويات",
            "jump to",
        ],
    ),
    (
        Phrase::Tags,
        Place::Start,
        &[
            "tags:",
            "tags",
            "tagged",
            "filed under",
            "categories",
            "category:",
            "topics:",
            "keywords",
            "schlagwörter",
            "kategorie",
            "étiquettes",
            "catégories",
            "etiquetas",
            "categorías",
            "tag:",
            "tagi",
            "теги",
            "метки",
            "рубрики",
            "标签",
            "標籤",
            "分类",
            "关键词",
            "タグ",
            "カテゴリ",
            "태그",
            "الوسوم",
            "views:",
            "阅读量",
            "浏览",
        ],
    ),
    (
        Phrase::Byline,
        Place::Start,
        &[
            "by ",
            "posted ",
            "posted on",
            "published",
            "updated",
            "last updated",
            "written by",
            "reviewed by",
            "medically reviewed",
            "author:",
            "von ",
            "veröffentlicht",
            "aktualisiert",
            "stand:",
            "par ",
            "publié",
            "mis à jour",
            "por ",
            "publicado",
            "actualizado",
            "escrito por",
            "di ",
            "pubblicato",
            "aggiornato",
            "autor",
            "opublikowano",
            "автор",
            "опубликовано",
            "作者",
            "发布时间",
            "發布",
            "发表于",
            "来源",
            "來源",
            "编辑",
            "責任編輯",
            "责任编辑",
            "更新",
            "公開日",
            "投稿日",
            "著者",
            "작성자",
            "입력",
            "بقلم",
            "نشر في",
            "تاريخ النشر",
            "كتب",
            "تم النشر",
        ],
    ),
    (
        Phrase::More,
        Place::Start,
        &[
            "read more",
            "learn more",
            "continue reading",
            "see more",
            "view more",
            "more »",
            "full story",
            "read the full",
            "weiterlesen",
            "mehr lesen",
            "mehr erfahren",
            "lire la suite",
            "en savoir plus",
            "leer más",
            "ver más",
            "seguir leyendo",
            "leggi tutto",
            "continua a leggere",
            "ler mais",
            "leia mais",
            "czytaj więcej",
            "читать далее",
            "подробнее",
            "阅读全文",
            "阅读更多",
            "查看更多",
            "更多",
            "続きを読む",
            "もっと見る",
            "더 보기",
            "اقرأ المزيد",
            "المزيد",
        ],
    ),
    (
        Phrase::Footer,
        Place::Start,
        &[
            "©",
            "(c) ",
            "copyright",
            "all rights reserved",
            "privacy policy",
            "terms of",
            "alle rechte",
            "impressum",
            "datenschutz",
            "tous droits",
            "mentions légales",
            "todos los derechos",
            "aviso legal",
            "todos os direitos",
            "tutti i diritti",
            "wszelkie prawa",
            "все права",
            "版权所有",
            "版權所有",
            "备案",
            "京icp",
            "無断転載",
            "جميع الحقوق",
            "disclaimer",
        ],
    ),
    (
        Phrase::Home,
        Place::Whole,
        &[
            "home",
            "homepage",
            "startseite",
            "accueil",
            "inicio",
            "início",
            "home page",
            "strona główna",
            "главная",
            "首页",
            "首頁",
            "ホーム",
            "トップ",
            "홈",
            "الرئيسية",
            "start",
            "ana sayfa",
        ],
    ),
];

/// What a short text says of itself; `None` for long ones and for ordinary words.
pub fn phrase(text: &str) -> Option<Phrase> {
    find(text, |_| true)
}

/// "<<: Title", "Previous: Title", "下一篇：…": a mark or a phrase, a colon or an arrow, a title.
pub fn neighbour(text: &str) -> Option<Phrase> {
    let text = text.trim();
    if text.starts_with("<<") || text.starts_with('«') || text.starts_with('←') {
        return Some(Phrase::Previous);
    }
    if text.starts_with(">>") || text.starts_with('→') || text.starts_with('»') {
        return Some(Phrase::Next);
    }
    let colon = text.find([':', '：'])?;
    let head = &text[..colon];
    match phrase(head) {
        Some(phrase @ (Phrase::Previous | Phrase::Next)) => Some(phrase),
        _ => None,
    }
}

/// Whether a short text says this of itself.
pub fn says(text: &str, phrase: Phrase) -> bool {
    find(text, |own| own == phrase).is_some()
}

fn find(text: &str, wanted: impl Fn(Phrase) -> bool) -> Option<Phrase> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let lower = text.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| c.is_whitespace() || ":：.!|-–…[]".contains(c));
    let start = bare.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let rows = |text: &str| text.chars().next().and_then(|first| BY_FIRST.get(&first));
    let starts =
        rows(start).into_iter().flatten().filter(|row| row.place == Place::Start && begins(start, row.words));
    let wholes =
        rows(bare).into_iter().flatten().filter(|row| row.place == Place::Whole && bare == row.words);
    starts.chain(wholes).filter(|row| wanted(row.phrase)).min_by_key(|row| row.order).map(|row| row.phrase)
}

/// One phrase of the table, with its place in it: the first that fits counts.
struct Row {
    order: usize,
    phrase: Phrase,
    place: Place,
    words: &'static str,
}

/// The table by the first letter of its phrases, so that a block meets a few and not hundreds.
static BY_FIRST: LazyLock<HashMap<char, Vec<Row>>> = LazyLock::new(|| {
    let mut rows: HashMap<char, Vec<Row>> = HashMap::new();
    for (order, &(phrase, place, phrases)) in TABLE.iter().enumerate() {
        for &words in phrases {
            if let Some(first) = words.chars().next() {
                rows.entry(first).or_default().push(Row { order, phrase, place, words });
            }
        }
    }
    rows
});

/// Whether a text begins with a phrase and not with a longer word; scripts without spaces and
/// languages that bend their words (the phrase is then a stem) go on as they like.
fn begins(text: &str, phrase: &str) -> bool {
    let Some(rest) = text.strip_prefix(phrase) else { return false };
    !phrase.is_ascii()
        || phrase.ends_with([' ', ':'])
        || !rest.starts_with(|c: char| c.is_ascii_lowercase())
        || phrase.len() >= 7
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_known_in_many_languages() {
        for (text, own) in [
            ("Recommend", Phrase::Teasers),
            ("Related Articles:", Phrase::Teasers),
            ("相关推荐", Phrase::Teasers),
            ("Das könnte Sie auch interessieren", Phrase::Teasers),
            ("上一篇：多喝水", Phrase::Previous),
            ("Next: Sleep", Phrase::Next),
            ("→", Phrase::Next),
            ("© 2024 Portal", Phrase::Footer),
            ("مقالات ذات صلة", Phrase::Teasers),
        ] {
            assert_eq!(phrase(text), Some(own), "{text}");
        }
        assert_eq!(phrase("Nextdoor neighbours"), None);
        assert_eq!(phrase("Tweety bird"), None);
    }
}
