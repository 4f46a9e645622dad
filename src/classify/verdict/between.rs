//! What goes with the content between whose lines it stands in a dump: programs, lists that a line introduces, and the
//! short lines between. No markup holds such lines together there, and the model, asked line by line, tears them.

use crate::blocks::words;
use crate::classify::features::Features;
use crate::classify::learned::Decision;
use crate::classify::phrases;
use crate::classify::{Label, Page, Rule};
use crate::record::{Format, Role};
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;

/// Most lines of programs and what they print between two lines of content: listings of whole programs are as long.
const CODE_LINES: usize = 120;

/// Fewest brackets of a line that tells how a command is written: "[ edit ]" has one.
const NOTATION_BRACKETS: usize = 2;

/// One line in so many is a program's, at the least, and half of them together with the sentences between, where
/// programs and words stand in turn.
const CODE_SHARE: usize = 3;

/// Chance from which a sentence between programs goes with them.
const AMID_CODE_CHANCE: f32 = 0.1;

/// Chance from which a line goes with the content right before and behind although it begins as a byline does ("By sharing
/// what you know"): of such lines on wcxb-dev's dumps 34 are content and 4 are not.
const BYLINE_CHANCE: f32 = 0.5;

/// The same for lines that are parted as a menu is (`a | b | c`): three are content and one is not.
const ROW_CHANCE: f32 = 0.3;

/// Most lines under a line of content that ends in a colon, down to the next content, that it introduces: of such lines
/// four in five are content on wcxb-dev's dumps, in runs of three as of thirty.
const LED_LINES: usize = 30;

/// Chance that half of them have at the least: below it another's remark ended in the colon.
const LED_CHANCE: f32 = 0.02;

/// Fewest words of a sentence that stands twice because it is quoted.
const QUOTED_WORDS: u32 = 6;

/// Most lines between lines of content that are content too: names, prices, cells of a table. Of such runs that readers
/// looked at, 143 lines were content and 45 were not; of longer ones as many were as were not.
const GAP_LINES: usize = 3;

/// Chance from which they are: below it they are as often whose post it is, a vote, a button.
const GAP_CHANCE: f32 = 0.2;

/// Gives the role of content to what stands between content and goes with it.
pub(super) fn take(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    if page.document.format != Format::Text {
        return;
    }
    take_code(page, features, decision, labels);
    take_led(page, features, decision, labels);
    take_lookalikes(decision, labels);
    take_gaps(page, decision, labels);
    take_amid_lists(page, features, decision, labels);
}

pub(super) fn is_content(label: &Label) -> bool {
    matches!(label.role, Role::Body | Role::Title)
}

/// Whether the model left a line out, or the rules did for its place alone.
pub(super) fn is_left_out(label: &Label) -> bool {
    label.role == Role::Other && label.rule == Rule::Learned
        || matches!(label.role, Role::Other | Role::Menu) && label.rule == Rule::Outside
}

/// The runs of lines that are no content, with content right before and behind.
fn gaps(labels: &[Label]) -> Vec<Range<usize>> {
    let content: Vec<usize> = (0..labels.len()).filter(|at| is_content(&labels[*at])).collect();
    content.windows(2).map(|pair| pair[0] + 1..pair[1]).filter(|gap| !gap.is_empty()).collect()
}

pub(super) fn put(labels: &mut [Label], index: usize, decision: &Decision, rule: Rule) {
    labels[index] = Label::of(Role::Body, decision.chances[index], rule);
}

/// The lines of a program stand or fall together, whatever a line of it looks like by itself: a trail (`a > b`), a
/// byline (`author: …`), a text that was cut off (`[, ...]`). What it prints goes with it where nothing says what it is.
fn take_code(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    for gap in gaps(labels) {
        let printed = prints_table(page, &gap);
        let is_code = |at: usize| is_code(page.blocks.text(at)) || (printed && is_table_row(page, &gap, at));
        let amid = |at: usize| features.stats[at].prose && decision.chances[at] >= AMID_CODE_CHANCE;
        let left = |at: usize| is_left_out(&labels[at]) && phrases::phrase(page.blocks.text(at)).is_none();
        let code = gap.clone().filter(|at| is_code(*at)).count();
        let both = gap.clone().filter(|at| is_code(*at) || amid(*at)).count();
        if gap.len() <= CODE_LINES && code * CODE_SHARE >= gap.len() && both * 2 >= gap.len() {
            let own: Vec<usize> = gap.clone().filter(|at| is_code(*at) || left(*at)).collect();
            own.into_iter().for_each(|at| put(labels, at, decision, Rule::Code));
        }
    }
}

/// Whether a line is one of a program. Whether it is set in says nothing: what tags leave behind is, too.
fn is_code(text: &str) -> bool {
    words::is_code(text) || closes(text) || is_notation(text) || calls(text)
}

/// Whether a line calls a function with a text: `author: text("Ines Holm"),`.
fn calls(text: &str) -> bool {
    text.split_once("(\"").is_some_and(|(name, _)| name.ends_with(char::is_alphanumeric))
}

/// Whether a line tells how a command is written: "SORT [ ALL | UNIQUE ] expression [, ...]".
fn is_notation(text: &str) -> bool {
    text.matches(['[', '{']).count() >= NOTATION_BRACKETS && (text.contains("[ ") || text.contains("{ "))
}

/// Whether a line does nothing but close what other lines opened: "});", "],".
fn closes(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '}' | ')' | ']' | ';' | ','))
}

/// Whether a line is a rule of a table: "-----", "|---|---|", "+----+".
fn is_rule(text: &str) -> bool {
    text.contains("--") && !text.contains(char::is_alphanumeric)
}

/// Whether a program prints a table between two lines of content: menus have bars, too, but no rules.
fn prints_table(page: &Page, gap: &Range<usize>) -> bool {
    gap.clone().any(|at| is_rule(page.blocks.text(at)))
}

/// Whether a line is a row of a table that a program prints: bars part its cells, and those of the row over or under it.
fn is_table_row(page: &Page, gap: &Range<usize>, index: usize) -> bool {
    let has_cells = |at: usize| {
        let text = page.blocks.text(at);
        text.contains(" | ") || is_rule(text)
    };
    let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten();
    has_cells(index) && beside.filter(|at| gap.contains(at)).any(has_cells)
}

/// A line right between two of content that looks like a byline or a menu, and the model takes.
fn take_lookalikes(decision: &Decision, labels: &mut [Label]) {
    for index in 1..labels.len().saturating_sub(1) {
        let least = match (labels[index].role, labels[index].rule) {
            (Role::Byline, Rule::Phrase) => BYLINE_CHANCE,
            (Role::Menu, Rule::Row) => ROW_CHANCE,
            _ => continue,
        };
        let between = labels[index - 1].role == Role::Body && labels[index + 1].role == Role::Body;
        if between && decision.chances[index] >= least {
            put(labels, index, decision, Rule::Learned);
        }
    }
}

/// What stands between a line of content that ends in a colon and the next content is what the line introduces, but for
/// what is quoted from elsewhere on the page ("Ada wrote:").
fn take_led(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    let mut shown: HashMap<&str, usize> = HashMap::new();
    let says = |at: &usize| features.stats[*at].words >= QUOTED_WORDS && features.stats[*at].sentence;
    for index in (0..labels.len()).filter(says) {
        *shown.entry(page.blocks.text(index)).or_default() += 1;
    }
    let is_quoted = |index: usize| shown.get(page.blocks.text(index)).is_some_and(|times| *times > 1);
    for gap in gaps(labels) {
        let led = words::leads(page.blocks.text(gap.start - 1));
        let goes_on = |at: usize| is_left_out(&labels[at]) && !features.stats[at].dated;
        let may_be = |at: &usize| decision.chances[*at] >= LED_CHANCE;
        if led
            && gap.len() <= LED_LINES
            && gap.clone().all(goes_on)
            && gap.clone().filter(may_be).count() * 2 >= gap.len()
            && !is_quoted(gap.start)
        {
            gap.for_each(|at| put(labels, at, decision, Rule::Introduced));
        }
    }
}

/// Where a cell or a label stands on a line of its own, what is left out between lines of content goes with them, unless
/// it says that it is something else.
fn take_gaps(page: &Page, decision: &Decision, labels: &mut [Label]) {
    let mut index = 1;
    while index < labels.len() {
        let left = |at: &usize| is_left_out(&labels[*at]) && decision.chances[*at] >= GAP_CHANCE;
        let run = index..index + (index..labels.len()).take_while(left).count();
        let between = is_content(&labels[index - 1]) && labels.get(run.end).is_some_and(is_content);
        if between && (1..=GAP_LINES).contains(&run.len()) {
            for at in run.clone().filter(|at| phrases::phrase(page.blocks.text(*at)).is_none()) {
                put(labels, at, decision, Rule::Learned);
            }
        }
        index = run.end.max(index + 1);
    }
}

/// Most lines left out amid a list, and the chance that they have on an average: of such runs on wcxb-dev's dumps two lines
/// in three are content, on gold-dev's nine in ten.
const AMID_LINES: usize = 10;
const AMID_CHANCE: f32 = 0.15;

/// Most words of an entry of a list.
const ENTRY_WORDS: u32 = 14;

/// Lines of a list on either side that tell of it where no line leads it in.
const SIDE_LINES: usize = 2;

/// What is left out amid a list of short lines goes with it: a line that is no sentence has nothing that tells it from
/// the next, and a list with holes in it says something false. The list shows on both sides, or behind the colon of the
/// line that leads it in.
fn take_amid_lists(page: &Page, features: &Features, decision: &Decision, labels: &mut [Label]) {
    let colon = |at: usize| words::leads(page.blocks.text(at));
    let is_entry = |labels: &[Label], at: usize| {
        let stats = &features.stats[at];
        labels[at].role == Role::Body && stats.words <= ENTRY_WORDS && !stats.sentence && !colon(at)
    };
    for gap in gaps(labels).into_iter().filter(|gap| gap.len() <= AMID_LINES) {
        let free = |at: usize| is_left_out(&labels[at]) && phrases::phrase(page.blocks.text(at)).is_none();
        let chances: f32 = decision.chances[gap.clone()].iter().sum();
        if !gap.clone().all(free) || chances < AMID_CHANCE * gap.len() as f32 {
            continue;
        }
        let over = (0..gap.start).rev().take(LED_LINES).take_while(|at| is_entry(labels, *at)).count();
        let under = (gap.end..labels.len()).take(SIDE_LINES).take_while(|at| is_entry(labels, *at)).count();
        let led = || (gap.start - over).checked_sub(1).is_some_and(|at| is_content(&labels[at]) && colon(at));
        if (over >= SIDE_LINES && under >= SIDE_LINES) || (over > 0 && led()) {
            gap.for_each(|at| put(labels, at, decision, Rule::Learned));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{closes, is_code, is_rule};

    #[test]
    fn lines_of_brackets_alone_close_what_was_opened() {
        assert!(closes("});") && closes("],") && !closes("(b)") && !closes("7;"));
    }

    #[test]
    fn lines_set_in_and_menus_with_bars_are_no_code() {
        for line in ["    By Ada Moss", "     5 March 2024", "   Sign up", "Share | Tweet | Mail"] {
            assert!(!is_code(line) && !is_rule(line), "{line}");
        }
        assert!(
            is_code("let x = f(y);")
                && is_code("[ TOP { count | ALL } ]")
                && !is_code("[ edit ]")
                && is_code("author: text(\"Ada\"),")
                && is_rule("|---|---|")
                && is_rule("+----+")
                && !is_rule("-- Ada")
        );
    }
}
