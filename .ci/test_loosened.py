"""Bounds are loosened with a reason or not at all: python3 .ci/test_loosened.py"""

import unittest

from loosened import unexplained

BEFORE = [
    {"floors": {"news": {"f1": 0.9}}, "ceilings": {"news": {"menus": 0.1}}},
    {"floors": {"news": {"f1": 0.91}}},
    {"floors": {"news": {"f1": 0.905}}},
]
WHY = "the labels of forty pages were mended"


def bounds(f1=0.91, menus=0.1, **entry):
    floors = {"news": {} if f1 is None else {"f1": f1}}
    loosened = [{"set": "news", "figure": "f1", "why": WHY} | entry] if entry else []
    return {"floors": floors, "ceilings": {"news": {"menus": menus}}, "loosened": loosened}


class Loosened(unittest.TestCase):
    def passes(self, own):
        self.assertEqual(unexplained(own, BEFORE), [])

    def fails(self, own):
        self.assertEqual(len(unexplained(own, BEFORE)), 1)

    def test_the_same_bounds_and_tighter_ones_need_no_reason(self):
        self.passes(bounds())
        self.passes(bounds(f1=0.92, menus=0.05))

    def test_looser_than_any_version_before_needs_one(self):
        # Not only than the last: two small steps down are a step down.
        self.fails(bounds(f1=0.905))
        self.fails(bounds(menus=0.11))
        self.fails(bounds(f1=None))

    def test_a_reason_excuses_what_it_says(self):
        self.passes(bounds(f1=0.9, **{"from": 0.91, "to": 0.9}))
        self.passes(bounds(f1=None, **{"from": 0.91, "to": None}))
        self.passes(bounds(menus=0.2, **{"figure": "menus", "from": 0.1, "to": 0.2}))

    def test_a_reason_excuses_no_more(self):
        self.fails(bounds(f1=0.89, **{"from": 0.91, "to": 0.9}))
        self.fails(bounds(f1=None, **{"from": 0.91, "to": 0.9}))
        # The floor had risen after an older loosening.
        self.fails(bounds(f1=0.9, **{"from": 0.905, "to": 0.9}))
        self.fails(bounds(f1=0.9, **{"figure": "menus", "from": 0.91, "to": 0.9}))

    def test_a_few_letters_are_no_reason(self):
        self.fails(bounds(f1=0.9, **{"from": 0.91, "to": 0.9, "why": "needed        "}))


if __name__ == "__main__":
    unittest.main()
