"""Make archives of made pages, all alike but for one measure: size, length of a paragraph, blocks, links, nesting.

usage: made.py KIND VALUE PAGES OUT.warc

KIND is a key of KINDS, VALUE its measure. The same arguments give the same bytes; English words are drawn
at random, so that no two texts are alike. The archive is not packed: what grows is the page, not gzip. Needs Python
alone.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path

from archive import record, response

HEAD = "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>%s</title></head><body>\n"
TAIL = "</body></html>\n"


# Real words, so that the language is soon sure, as it is for most pages.
ENGLISH = """the the the the of of of and and and to to to a a a in in in is that it was for on with as his her they at be
this from have or by one had not but what all were when we there can an your which their said if do will each about how
up out them then she many some so these would other into has more two like him see time could no make than first been
its who now people my made over did down only way find use may water long little very after words called just where most
know get through back much before go good new write our used me man too any day same right look think also around
another came come work three word must because does part even place well such here take why things help put years
different away again off went old number great tell men say small every found still between name should home big give
air line set own under read last never us left end along while might next sound below saw something thought both few
those always looked show large often together asked house world going want school important until form food keep
children feet land side without boy once animals life enough took four head above kind began almost live page got earth
need far hand high year mother light country father let night picture being study second soon story since white ever
paper hard near sentence better best across during today however sure knew try told young sun thing whole hear example
heard several change answer room sea against top turned learn point city play toward five himself usually money seen
morning car early doctor health garden kitchen market travel summer winter price family letter music river mountain"""


class Words:
    """Sentences of English words, the frequent ones often."""

    def __init__(self, seed: str) -> None:
        self.draw = random.Random(seed)
        self.known = ENGLISH.split()

    def sentence(self, count: int) -> str:
        return " ".join(self.draw.choices(self.known, k=count)).capitalize() + "."

    def text(self, size: int) -> str:
        """Some `size` characters of sentences."""
        parts, length = [], 0
        while length < size:
            parts.append(self.sentence(12))
            length += len(parts[-1]) + 1
        return " ".join(parts)[: max(size, 1)]


def section(words: Words) -> str:
    """A piece of an article with what surrounds articles: some 2.5 kB."""
    link = f'<a href="/{words.sentence(1)[:-1].lower()}">{words.sentence(2)[:-1]}</a>'
    items = "".join(f"<li>{words.sentence(8)}</li>" for _ in range(4))
    return (
        f"<h2>{words.sentence(5)[:-1]}</h2>\n<p>{words.text(600)} {link}</p>\n<p class=lead>{words.text(700)}</p>\n"
        f'<ol>{items}</ol>\n<div class="related"><h3><a href="/t">{words.sentence(6)}</a></h3>'
        f"<p>{words.text(120)}</p></div>\n"
        f"<p>{words.text(500)}</p>\n"
    )


def by_size(words: Words, size: int) -> str:
    """An article of sections, `size` bytes long."""
    frame = len(HEAD) + len(TAIL) + 40
    parts, length = [], frame
    while length < size - 2600:
        parts.append(section(words))
        length += len(parts[-1])
    if size > length + 30:
        parts.append(f"<p>{words.text(size - length - 8)}</p>\n")
    return "".join(parts)


def by_paragraph(words: Words, size: int) -> str:
    """One paragraph of `size` bytes."""
    return f"<h1>{words.sentence(5)}</h1><p>{words.text(size)}</p>"


def by_blocks(words: Words, count: int) -> str:
    """`count` paragraphs of some 60 bytes."""
    return "".join(f"<p>{words.sentence(9)}</p>\n" for _ in range(count))


def by_links(words: Words, count: int) -> str:
    """A list of `count` links, as an index has."""
    return "<ul>" + "".join(f'<li><a href="/{n}">{words.sentence(3)}</a></li>\n' for n in range(count)) + "</ul>"


NESTED = 100_000


def by_nesting(words: Words, depth: int) -> str:
    """A hundred thousand `div`, in towers of `depth`; in each a word."""
    tower = "".join(f"<div>{words.sentence(1)}" for _ in range(depth)) + "</div>" * depth + "\n"
    return tower * (NESTED // depth)


KINDS: dict[str, Callable[[Words, int], str]] = {
    "size": by_size,
    "paragraph": by_paragraph,
    "blocks": by_blocks,
    "links": by_links,
    "nesting": by_nesting,
}
# So many different pages are made; an archive of more repeats them.
DIFFERENT = 50


def main() -> None:
    kind, value, pages, out = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    words = Words(f"{kind} {value}")
    made = []
    for _ in range(min(pages, DIFFERENT)):
        page = HEAD % words.sentence(4) + KINDS[kind](words, value) + TAIL
        made.append(page.encode())
    with open(out, "wb") as archive:
        archive.write(record("warcinfo", "", "application/warc-fields", b"software: made.py\r\n"))
        for number in range(pages):
            archive.write(response(f"{kind}-{value}-{number}", made[number % len(made)]))
    print(len(made[0]))


if __name__ == "__main__":
    main()
