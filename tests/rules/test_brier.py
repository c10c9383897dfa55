"""Brier score and reliability by hand."""

from __future__ import annotations

import pytest

from desktop_crm.rules.brier import Estimate, Tenth, brier_score, reliability


def test_the_score_is_the_mean_squared_error():
    # (0.8-1)² + (0.6-0)² + (0.1-0)² = 0.04 + 0.36 + 0.01 = 0.41, over three
    found = brier_score([Estimate(80, won=True), Estimate(60, won=False), Estimate(10, won=False)])
    assert found == pytest.approx(0.41 / 3)


def test_even_odds_score_a_quarter_and_nothing_scores_nothing():
    assert brier_score([Estimate(50, won=True), Estimate(50, won=False)]) == pytest.approx(0.25)
    assert brier_score([]) is None


def test_tenths_hold_what_was_promised_against_what_came():
    estimates = [Estimate(72, won=True), Estimate(78, won=False), Estimate(9, won=False), Estimate(99, won=True)]
    assert reliability(estimates) == (
        Tenth(0, 9, deals=1, won=0, promised=9.0, kept=0.0),
        Tenth(70, 79, deals=2, won=1, promised=75.0, kept=50.0),
        Tenth(90, 99, deals=1, won=1, promised=99.0, kept=100.0),
    )
    assert reliability([]) == ()
