"""Blocks are aligned with a label as a reader would: python3 train/test_labels.py"""

import unittest

import numpy as np

from labels import TAKEN, aligned, measured, oracle, shares

LABEL = "The oil goes on in thin coats. Let each coat dry for a day. Wipe off what stands on the board."


def taken(*texts, label=LABEL):
    return (shares([aligned(text) for text in texts], aligned(label)) >= TAKEN).tolist()


class Alignment(unittest.TestCase):
    def test_blocks_of_the_label_are_taken_and_others_not(self):
        blocks = "Home", "The oil goes on in thin coats.", "Subscribe to our letter today", "Let each coat dry for a day."
        self.assertEqual(taken(*blocks), [False, True, False, True])

    def test_a_lone_short_block_is_no_content_because_its_word_is(self):
        self.assertEqual(taken("Day", "About us", "Shops", "Jobs", "Contact", "The oil goes on in thin coats."), [False] * 5 + [True])

    def test_blocks_that_the_label_moves_are_found(self):
        self.assertEqual(taken("Wipe off what stands on the board.", "The oil goes on in thin coats. Let each coat dry for a day."), [True, True])

    def test_words_without_spaces_between_them_are_letters(self):
        self.assertEqual(taken("首页", "每天换三分之一的水", label="鱼缸要常换水。每天换三分之一的水。"), [False, True])

    def test_the_best_choice_is_at_least_as_good_as_any_it_starts_from(self):
        texts = "The oil goes on in thin coats.", "Menu and more menu", "Wipe off what stands on the board."
        words, label = [measured(text) for text in texts], measured(LABEL)
        none, all_of_them = (oracle(words, label, np.full(3, start)) for start in (False, True))
        self.assertEqual(none[0].tolist(), [True, False, True])
        self.assertEqual(all_of_them[0].tolist(), [True, False, True])


if __name__ == "__main__":
    unittest.main()
