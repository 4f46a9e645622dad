//! Days and moments are read in many languages, and what is none is not.

use super::{Order, is_day_of_year, is_month_of_year, parse};

fn parsed(written: &str, order: Order) -> Option<String> {
    parse(written, order).map(|moment| moment.written())
}

#[test]
fn machine_dates_keep_what_was_written() {
    let table = [
        ("2024-05-31", "2024-05-31"),
        ("2024-05-31T08:00:00+02:00", "2024-05-31T08:00:00+02:00"),
        ("2024-05-31T08:00:00.123Z", "2024-05-31T08:00:00Z"),
        ("2024-05-31 08:00:00", "2024-05-31T08:00:00"),
        ("2024-05-31T08:00+0530", "2024-05-31T08:00:00+05:30"),
        ("Fri, 31 May 2024 08:00:00 GMT", "2024-05-31T08:00:00Z"),
        ("20240531", "2024-05-31"),
        ("1717142400", "2024-05-31T08:00:00Z"),
        ("1717142400000", "2024-05-31T08:00:00Z"),
        ("2024-05-31T99:00:00Z", "2024-05-31"),
    ];
    for (written, expected) in table {
        assert_eq!(parsed(written, Order::Unknown).as_deref(), Some(expected), "{written}");
    }
}

#[test]
fn words_name_days_in_many_languages() {
    let table = [
        "May 31, 2024",
        "31st of May 2024",
        "Posted on Fri, May 31st, 2024 by Jane",
        "31. Mai 2024",
        "Veröffentlicht am 31.05.2024 um 8 Uhr",
        "le 31 mai 2024",
        "31 de mayo de 2024",
        "31 de maio de 2024",
        "31 maggio 2024",
        "31 мая 2024 г.",
        "31 maja 2024",
        "31 mei 2024",
        "31 maj 2024",
        "2024. május 31.",
        "31 Mayıs 2024",
        "2024年5月31日",
        "2024年05月31日 08:00",
        "2024년 5월 31일",
        "２０２４年５月３１日",
        "٣١ مايو ٢٠٢٤",
        "2024/05/31",
        "31-05-2024",
    ];
    for written in table {
        assert_eq!(parsed(written, Order::DayFirst).as_deref(), Some("2024-05-31"), "{written}");
    }
}

#[test]
fn figures_follow_the_readers_or_stay_unread() {
    assert_eq!(parsed("03/04/2024", Order::MonthFirst).as_deref(), Some("2024-03-04"));
    assert_eq!(parsed("03/04/2024", Order::DayFirst).as_deref(), Some("2024-04-03"));
    assert_eq!(parsed("03/04/2024", Order::Unknown), None);
    assert_eq!(parsed("31/12/2024", Order::Unknown).as_deref(), Some("2024-12-31"));
}

#[test]
fn what_is_no_date_is_none() {
    for written in
        ["", "31", "2024", "May 2024", "32 May 2024", "2024-02-30", "12:30:45", "1.2.3", "call 555-12-3456"]
    {
        assert_eq!(parsed(written, Order::DayFirst), None, "{written}");
    }
}

#[test]
fn a_day_of_the_year_is_a_line_of_its_own() {
    let lines = [
        "5月19日",
        "5月19日 10:20",
        "5月19日 下午3:20",
        "5월 19일 오후 3:20",
        "May 19",
        "May 19th",
        "May 19, 10:20 PM",
        "May 19 at 10:20",
        "19. Mai",
        "19. Mai um 10:20 Uhr",
        "19 мая, 10:20",
        "19 de mayo",
        "19 de mayo a las 10:20",
        "19-may",
    ];
    for line in lines {
        assert!(is_day_of_year(line), "{line}");
    }
    let others = [
        "May I ask?",
        "19",
        "5/19",
        "May 19 was too cold",
        "May 19th was too cold",
        "May 19, 2024",
        "10月",
        "2024年5月19日",
        "5월",
        "32 de mayo",
    ];
    for line in others {
        assert!(!is_day_of_year(line), "{line}");
    }
}

#[test]
fn months_of_a_year_are_told() {
    for line in ["March 2025", "март 2025", "août 2024"] {
        assert!(is_month_of_year(line), "{line}");
    }
    for line in ["March", "5 March 2025", "March 25", "March 2025 edited", "Room 2025"] {
        assert!(!is_month_of_year(line), "{line}");
    }
}
