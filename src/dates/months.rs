//! Months by name, in the languages that pages are written in.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Number of the month that this lower-case word names, full or cut short.
pub fn month(word: &str) -> Option<i8> {
    BY_NAME.get(word.trim_end_matches('.')).copied()
}

static BY_NAME: LazyLock<HashMap<&'static str, i8>> = LazyLock::new(|| {
    let mut out = HashMap::new();
    for (months, number) in MONTHS.iter().zip(1..) {
        for name in months.split_whitespace() {
            // A short form that two languages use for different months is left to the first.
            out.entry(name).or_insert(number);
        }
    }
    out
});

/// January to December. English, German (and Austrian), French, Spanish, Portuguese, Italian,
/// Dutch, Russian, Ukrainian, Polish, Czech, the Nordic languages, Romanian, Hungarian, Turkish,
/// Greek, Indonesian, Arabic (both calendars' names), Urdu.
const MONTHS: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene janeiro gennaio gen januari января янв январь січня \
     stycznia styczeń sty ledna leden ianuarie ian január január ocak oca ιανουαρίου ιανουάριος tammikuuta يناير كانون جنوری",
    "february feb febr februar feber février fevrier févr fév febrero fevereiro fev febbraio februari февраля фев февраль \
     лютого lutego luty lut února únor februarie február şubat φεβρουαρίου φεβρουάριος helmikuuta فبراير شباط فروری",
    "march mar mär märz mrz mars marzo março marco maart mrt марта мар март березня marca marzec března březen martie \
     március mart μαρτίου μάρτιος maaliskuuta marts maret مارس آذار مارچ",
    "april apr avril avr abril abr aprile aprilie апреля апр апрель квітня kwietnia kwiecień kwi dubna duben április \
     nisan απριλίου απρίλιος huhtikuuta أبريل ابريل نيسان اپریل",
    "may mai mayo maio maggio mag mei мая май травня maja maj května květen május mayıs μαΐου μάιος toukokuuta مايو أيار مئی",
    "june jun juni juin junio junho giugno giu июня июн июнь червня czerwca czerwiec cze června červen iunie június \
     haziran ιουνίου ιούνιος kesäkuuta يونيو حزيران جون",
    "july jul juli juillet juil julio julho luglio lug июля июл июль липня lipca lipiec lip července červenec iulie \
     július temmuz ιουλίου ιούλιος heinäkuuta يوليو تموز جولائی",
    "august aug août aout agosto ago augustus августа авг август серпня sierpnia sierpień sie srpna srpen augusti \
     augusztus ağustos αυγούστου αύγουστος elokuuta agustus أغسطس آب اگست",
    "september sep sept septembre septiembre setiembre setembro set settembre сентября сен сент сентябрь вересня \
     września wrzesień wrz září septembrie szeptember eylül σεπτεμβρίου σεπτέμβριος syyskuuta سبتمبر أيلول ستمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott октября окт октябрь жовтня października \
     październik paź října říjen octombrie október ekim οκτωβρίου οκτώβριος lokakuuta أكتوبر اكتوبر تشرين اکتوبر",
    "november nov novembre noviembre novembro ноября ноя нояб ноябрь листопада listopada listopad lis listopadu \
     noiembrie kasım νοεμβρίου νοέμβριος marraskuuta نوفمبر نومبر",
    "december dec dezember dez décembre decembre déc diciembre dic dezembro dicembre декабря дек декабрь грудня \
     grudnia grudzień gru prosince prosinec decembrie aralık δεκεμβρίου δεκέμβριος joulukuuta desember des ديسمبر دسمبر",
];
