//! Authors are names of people and nothing else.

use super::shown;
use super::signed;
use super::split;

#[test]
fn lists_become_names() {
    let table: [(&str, &[&str]); 39] = [
        ("Jane Doe", &["Jane Doe"]),
        ("By Jane Doe", &["Jane Doe"]),
        ("Jane Doe and John Roe", &["Jane Doe", "John Roe"]),
        ("Jane Doe, John Roe & Max Poe", &["Jane Doe", "John Roe", "Max Poe"]),
        ("Jane Doe, John Roe, and Max Poe", &["Jane Doe", "John Roe", "Max Poe"]),
        ("Jane Doe, MD, PhD", &["Jane Doe"]),
        ("Jane Doe, Senior Editor", &["Jane Doe"]),
        ("Doe, Jane", &["Jane Doe"]),
        ("Von Erika Muster und Hans Beispiel", &["Erika Muster", "Hans Beispiel"]),
        ("Par Jeanne Dupont", &["Jeanne Dupont"]),
        ("Jane Doe (Reuters)", &["Jane Doe"]),
        ("Jane Doe; Jane  Doe", &["Jane Doe"]),
        ("Food and Agriculture Organization", &["Food and Agriculture Organization"]),
        ("admin", &[]),
        ("Senior Member", &[]),
        ("J Offline", &[]),
        ("Sign Up", &[]),
        ("our", &[]),
        ("https://social.example/jane", &[]),
        ("jane@mail.example", &[]),
        ("作者：张三", &["张三"]),
        ("By Mark Poster", &["Mark Poster"]),
        ("By Pa Houa Her", &["Pa Houa Her"]),
        ("Profile Ann", &[]),
        ("Original Poster", &[]),
        ("Jane Doe, Edith Head", &["Jane Doe", "Edith Head"]),
        ("Jane Doe, Department Head", &["Jane Doe"]),
        ("Jane Doe, Managing Editor", &["Jane Doe"]),
        ("Jane Doe, Head Writer", &["Jane Doe"]),
        ("By the", &[]),
        ("Jean d'Ormesson and Jane Doe", &["Jean d'Ormesson", "Jane Doe"]),
        ("Texte : Marie Dupont", &["Marie Dupont"]),
        ("Testo di: Marco Rossi", &["Marco Rossi"]),
        ("文・写真：山田太郎", &["山田太郎"]),
        ("Photos: Max Poe", &[]),
        ("来源：新华网", &[]),
        ("Duran Duran", &["Duran Duran"]),
        ("Jane Doe Jane Doe", &["Jane Doe"]),
        ("山田太郎 山田太郎", &["山田太郎"]),
    ];
    for (value, expected) in table {
        assert_eq!(split(value), expected, "{value}");
    }
}

#[test]
fn bylines_name_people() {
    let table = [
        ("By Jane Doe | May 31, 2024", Some("Jane Doe")),
        ("Posted on May 3, 2024 by Jane Doe in News", Some("Jane Doe")),
        ("Written by Jane Doe Updated on June 3, 2024", Some("Jane Doe")),
        ("Medically reviewed by Max Poe", None),
        ("Medically reviewed by Max Poe, MD | Written by Jane Doe", Some("Jane Doe")),
        ("Von Erika Muster, 31. Mai 2024", Some("Erika Muster")),
        ("Por Juan Pérez 31 de mayo de 2024", Some("Juan Pérez")),
        ("Par Jeanne Dupont, publié le 31 mai 2024", Some("Jeanne Dupont")),
        ("Автор: Иван Петров", Some("Иван Петров")),
        ("作者：张三 来源：新华网", Some("张三")),
        ("作者：林小满　【字体：大 中 小】", Some("林小满")),
        ("来源：新华网 2024-05-31", None),
        ("Jane van der Berg May 31, 2024", Some("Jane van der Berg")),
        ("By Jane DoePublished: May 31, 2024", Some("Jane Doe")),
        ("Par Jean-Pierre d'Ormesson, le 31 mai 2024", Some("Jean-Pierre d'Ormesson")),
        ("By University of Oxford", Some("University of Oxford")),
        ("By Jane Doe of The Daily", Some("Jane Doe")),
        ("By the editors of The Daily", None),
        ("May 31, 2024", None),
        ("5 min read", None),
        ("Rédigé par Jeanne Dupont", Some("Jeanne Dupont")),
        ("Article rédigé par Jeanne Dupont le 3 mars 2021", Some("Jeanne Dupont")),
        ("Von Dr. med. Erika Muster, aktualisiert am 3. März 2021", Some("Dr. med. Erika Muster")),
        ("Geprüft von Erika Muster", None),
        ("Maria Carla di Rossi", Some("Maria Carla di Rossi")),
        ("كتب هدى علي", Some("هدى علي")),
        ("Giriş Tarihi: 3.3.2021", None),
        ("Marketing Director", None),
        ("", None),
    ];
    for (byline, expected) in table {
        assert_eq!(shown(&[byline]).as_deref(), expected, "{byline}");
    }
    assert_eq!(shown(&["By", "Jane Doe", "May 31, 2024"]).as_deref(), Some("Jane Doe"));
}

#[test]
fn a_value_without_end_takes_no_time_and_no_half_name() {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number % 26).expect("less than 26"));
    let name = |at: usize| format!("{}{} Doe", letter(at / 26), letter(at));
    let value: Vec<String> = (0..100_000).map(|at| name(at % 600)).collect();
    let names = split(&value.join(", "));
    assert!(names.len() > 300 && names.iter().all(|name| name.ends_with(" Doe")), "{names:?}");
}

#[test]
fn words_with_other_meanings_lead_in_names_alone() {
    assert_eq!(signed(&["글 홍길동"]).as_deref(), Some("홍길동"));
    assert_eq!(signed(&["كتابة سارة أحمد"]).as_deref(), Some("سارة أحمد"));
    assert_eq!(signed(&["글 목록"]), None);
    assert_eq!(signed(&["كتابة السيرة الذاتية"]), None);
}
