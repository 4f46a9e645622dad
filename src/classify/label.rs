//! The role of a block, how sure it is, and which rule decided.

use crate::record::Role;

/// What a block is, how sure that is, and what decided.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    /// The role.
    pub role: Role,
    /// How sure, 0 to 1.
    pub score: f32,
    /// What decided.
    pub rule: Rule,
}

impl Label {
    /// The label that a rule gives.
    pub const fn of(role: Role, score: f32, rule: Rule) -> Self {
        Self { role, score, rule }
    }
}

/// Makes the rules and their names from one list, so that no rule lacks one.
macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal)*) => {
        /// What decided the role of a block. Several rules under one name are one variant: names are output.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// Every rule.
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$rule),*];

            /// The name as `--blocks` and `tamis explain` show it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$rule => $name,)*
                }
            }
        }
    };
}

rules! {
    // For the whole page.

    /// A rule written for the site marks the element.
    SiteRule "site_rule"
    /// The trained model chose it or left it out, or it goes with what the model chose.
    Learned "learned"
    /// It is an item of a numbered series of the body.
    NumberedSeries "numbered_series"

    // What a block itself says, with markup or without.

    /// It is the page's title, or shows it once more right over the text.
    Title "title"
    /// It is the summary under the title.
    Standfirst "standfirst"
    /// Its words say what it is: a button, a share line, the name of a box, a byline.
    Phrase "phrase"
    /// It belongs to the form in which readers write, and is no comment.
    ReplyForm "reply_form"
    /// It shows the way to the page, step by step.
    Trail "trail"
    /// It is a line at the title that tells when.
    DatedLine "dated_line"
    /// A heading, or the name of a box, takes it along.
    UnderHeading "under_heading"
    /// It tells who wrote the text: the box about them behind the byline, under their heading or at the text's end.
    AuthorBox "author_box"
    /// It stands in one box with what asks its readers for something: an advertisement, or a heading and a button.
    PromoBox "promo_box"
    /// It is a line of several names (of a dump), or a cell of a row of which half is content.
    Row "row"
    /// It counts who pressed a button under a post, or the places in a show of pictures.
    Counter "counter"
    /// It lies outside of the text, and nothing else is known of it.
    Outside "outside"
    /// It says again what stands elsewhere on the page.
    Copy "copy"
    /// It stands around the posts of a thread, and nobody says it there.
    AroundPosts "around_posts"

    // Pages with markup, at first sight.

    /// The elements around it say what it is.
    Markup "markup"
    /// It is the first heading of a text of which the page declares the beginning as its summary.
    Excerpt "excerpt"
    /// It is a question or an answer in the foot of an article.
    Answers "answers"
    /// Readers do not get to see it.
    Hidden "hidden"
    /// Its link says by its relation that it leads to the page before or after.
    Rel "rel"
    /// By its own words it leads to the page before or after.
    Neighbour "neighbour"
    /// It is the label of the page before or after, or the link under one.
    Labelled "labelled"
    /// A program wrote it for a program.
    MachineText "machine_text"
    /// It says over the title that the page is elsewhere, and leads there.
    Redirect "redirect"
    /// It stands on a button, or before a field of a form.
    Control "control"
    /// It is a line at the title by which a reporter or a person signs.
    SignedLine "signed_line"
    /// It is a link that looks like a button.
    Button "button"
    /// It is a link of a few words between the title and the text, or a line without a word.
    UnderTitle "under_title"
    /// It is nothing but links, over the title.
    LinksBeforeTitle "links_before_title"
    /// It stands over the title.
    BeforeTitle "before_title"
    /// It stands in the root of the article.
    ArticleRoot "article_root"
    /// It is a row of links, behind the text or under a heading that takes others along.
    LinkRow "link_row"
    /// It is the number of a site's licence, behind the text.
    Licence "licence"
    /// It is nothing but links, outside of the text.
    LinksOutside "links_outside"

    // Pages with markup, at second sight.

    /// It is a hidden note to a word.
    Tip "tip"
    /// The name of a class hides it until a script shows it.
    HiddenByName "hidden_by_name"
    /// Each step of the trail is a block of its own.
    StepwiseTrail "stepwise_trail"
    /// "You are here:" stands over the trail.
    AnnouncedTrail "announced_trail"
    /// It is a list right over the title whose last entry is the title.
    TitledTrail "titled_trail"
    /// All its links lead to places in the article.
    Contents "contents"
    /// It goes the way of what stands under it, or of the box about the writer behind it.
    HeadingOfThese "heading_of_these"
    /// It belongs to the row of links that ends the page.
    PageFoot "page_foot"
    /// It belongs to a group of cards beside an article.
    Cards "cards"
    /// It belongs to cards in a menu that show dates or text that was cut off.
    PostsInMenu "posts_in_menu"
    /// It belongs to a run of blocks that are nothing but links.
    LinkRun "link_run"
    /// It is a short link in a row of tags behind the text.
    TagRow "tag_row"
    /// It tells who wrote the article, and when, behind it.
    SignedBehind "signed_behind"
    /// It is a name alone under the title.
    Name "name"
    /// Its box holds links that are names.
    Names "names"
    /// It has the role of most blocks at its place in the units around it.
    Units "units"
    /// It names the teasers under it.
    GroupHeading "group_heading"
    /// It is a link or a snippet of a group that shows other pages under any heading.
    Headed "headed"
    /// The same where the heading names posts and each link is the title of one.
    HeadedPosts "headed_posts"
    /// It stands under a heading over the latest comments of a whole site.
    Remarks "remarks"
    /// It is the subject of a post under the title of a thread.
    Subject "subject"

    // Dumps.

    /// It lies in the stretch of lines that is the article.
    Stretch "stretch"
    /// It is the line right under "Advertisement", and offers something.
    Offer "offer"
    /// A label over it says what it is: the page before or after, or who wrote the text.
    UnderLabel "under_label"
    /// It is a numbered line of a table of contents over the text.
    NumberedLines "numbered_lines"
    /// It is a name over what the person does.
    OverJob "over_job"
    /// It is a name over a date.
    OverDate "over_date"
    /// Its text was cut off.
    CutOff "cut_off"
    /// It is the title over a text that was cut off.
    BeforeCutOff "before_cut_off"
    /// It names a box of such titles.
    OverTitle "over_title"
    /// It stands between the labels of the pages before and after.
    BetweenNeighbours "between_neighbours"
    /// It stands in the row under such labels.
    UnderLabels "under_labels"
    /// It is a short line below the text, next to the site's rights and terms.
    Tail "tail"
    /// It is the day under the text, its own.
    DateAtFoot "date_at_foot"
    /// It belongs to lines under "Contents" whose numbers count on from one another, in chapters and their parts.
    Chapters "chapters"
    /// It belongs to lines that stand again in the same order.
    Echo "echo"
    /// It belongs to a card that ends with the same button as others.
    Card "card"
    /// It asks for cookies, or lists them.
    Consent "consent"
    /// It is a field of a form.
    Form "form"
    /// Somebody says it in a post of a thread.
    Post "post"

    // Laid over what the model chose.

    /// It asks its readers for something.
    Call "call"
    /// It tells that the site is paid for what it says.
    Disclosure "disclosure"
    /// It stands in a sidebar of a page whose main part holds the text.
    BesideMain "beside_main"
    /// It says the title again, with no text between.
    TitleAgain "title_again"
    /// It says whose a picture is.
    Credit "credit"
    /// It belongs to a list or a table in an element of its own between the blocks of the text.
    ListApart "list_apart"
    /// It is code that goes with the text around it.
    Code "code"
    /// It stands in one link with a block that is content.
    SameLink "same_link"
    /// A line that ends in a colon introduces it.
    Introduced "introduced"
    /// It is of a make that is content.
    Alike "alike"
    /// It is a little text behind the ways to other pages and a box of teasers.
    BehindBoxes "behind_boxes"

    // On pages that list others.

    /// It is a card or a link behind the title of a page that lists others.
    Listed "listed"
    /// It is the date of a card.
    CardDate "card_date"
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_rule_has_a_name_of_its_own() {
        let names: HashSet<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert_eq!(names.len(), Rule::ALL.len());
    }
}
