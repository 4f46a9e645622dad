//! Words that stand beside names or instead of them: accounts, houses, ranks, degrees, jobs, labels.

/// Accounts and placeholders of editing systems.
pub const ACCOUNTS: [&str; 23] = [
    "admin",
    "administrator",
    "siteadmin",
    "webadmin",
    "webmaster",
    "root",
    "user",
    "guest",
    "author",
    "editor",
    "editors",
    "editorial",
    "contributor",
    "superuser",
    "system",
    "unknown",
    "none",
    "null",
    "undefined",
    "na",
    "wordpress",
    "default",
    "test",
];

/// What a house signs with where it names nobody.
pub const HOUSES: [&str; 23] = [
    "anonymous",
    "editorialteam",
    "editorialstaff",
    "staff",
    "staffwriter",
    "staffreport",
    "staffreporter",
    "newsdesk",
    "webdesk",
    "redaktion",
    "redaction",
    "rédaction",
    "redacción",
    "redação",
    "redazione",
    "redactie",
    "redakcja",
    "редакция",
    "daredação",
    "laredazione",
    "larédaction",
    "laredacción",
    "dieredaktion",
];

/// Last words of what forums and comment boxes write beside a name: ranks, states.
pub const BESIDE_NAMES: [&str; 9] =
    ["member", "members", "moderator", "moderators", "newbie", "offline", "online", "当前离线", "当前在线"];

/// Words that are no name by themselves; behind others they are: "Pa Houa Her". "Our Editors" signs for a house.
pub const NO_NAMES: [&str; 6] = ["his", "her", "our", "their", "originalposter", "registereduser"];

/// Words that are no name by themselves, nor the first of one; behind others they are: "Mark Poster".
pub const BUTTONS: [&str; 4] = ["poster", "profile", "login", "signup"];

/// Articles: what is left where the words behind are no name. Others are names with a capital: "Le", "Lo".
pub const ARTICLES: [&str; 18] = [
    "the", "The", "THE", "a", "an", "der", "die", "das", "le", "la", "les", "el", "los", "las", "il", "lo",
    "gli", "os",
];

/// Parts of a list that belong to the name before them.
pub const CREDENTIALS: [&str; 27] = [
    "md", "phd", "do", "rn", "rd", "rdn", "mph", "ms", "ma", "msc", "bsc", "mba", "esq", "jr", "sr", "ii",
    "iii", "dds", "dvm", "cpa", "lcsw", "pharmd", "psyd", "np", "cfp", "jd", "mscn",
];

/// Words of jobs and of other things that stand beside names.
pub const JOBS: [&str; 37] = [
    "editor",
    "writer",
    "reporter",
    "correspondent",
    "contributor",
    "journalist",
    "author",
    "columnist",
    "producer",
    "manager",
    "director",
    "founder",
    "cofounder",
    "ceo",
    "cfo",
    "coo",
    "cto",
    "expert",
    "specialist",
    "analyst",
    "staff",
    "senior",
    "head",
    "chief",
    "president",
    "professor",
    "consultant",
    "redakteur",
    "redakteurin",
    "rédacteur",
    "journaliste",
    "redactor",
    "redator",
    "giornalista",
    "журналист",
    "корреспондент",
    "officer",
];

/// Words of jobs that families are called by, too: "Edith Head".
pub const JOBS_AND_NAMES: [&str; 2] = ["head", "senior"];

/// What has a head without being a person: "Department Head".
pub const HOUSE_PARTS: [&str; 8] =
    ["department", "section", "division", "team", "unit", "group", "research", "deputy"];

/// What those are called who make programs: "Discuz! Team", "Drupal Association".
pub const MAKERS: [&str; 24] = [
    "developers",
    "project",
    "projekt",
    "projet",
    "proyecto",
    "foundation",
    "association",
    "community",
    "contributors",
    "software",
    "systems",
    "studio",
    "cms",
    "inc",
    "llc",
    "ltd",
    "gmbh",
    "srl",
    "equipe",
    "équipe",
    "equipo",
    "entwickler",
    "команда",
    "zespół",
];

/// Words before a colon behind which somebody stands who did something else than write.
pub const OTHER_WORKS: [&str; 31] = [
    "photo",
    "photos",
    "foto",
    "fotos",
    "photography",
    "picture",
    "image",
    "images",
    "video",
    "illustration",
    "illustrations",
    "source",
    "sources",
    "quelle",
    "fuente",
    "credit",
    "credits",
    "reviewed",
    "translation",
    "traduction",
    "写真",
    "摄影",
    "攝影",
    "来源",
    "來源",
    "翻译",
    "revisão",
    "revisión",
    "revisione",
    "lektorat",
    "relecture",
];

/// Words that open a byline, lower case, without the colon.
pub const LABELS: [&str; 55] = [
    "by",
    "written by",
    "posted by",
    "published by",
    "words by",
    "words",
    "story by",
    "text by",
    "article by",
    "author",
    "authors",
    "editor",
    "written and edited by",
    "redaktion",
    "责任编辑",
    "编辑",
    "von",
    "بقلم",
    "작성자",
    "verfasst von",
    "geschrieben von",
    "autor",
    "autorin",
    "autoren",
    "text",
    "texte",
    "testo",
    "texto",
    "par",
    "écrit par",
    "auteur",
    "por",
    "escrito por",
    "publicado por",
    "autora",
    "autores",
    "di",
    "scritto da",
    "a cura di",
    "autore",
    "door",
    "av",
    "af",
    "skrevet av",
    "przez",
    "autor tekstu",
    "автор",
    "автор статьи",
    "текст",
    "作者",
    "文",
    "撰文",
    "記者",
    "记者",
    "著者",
];
