"""Which hand-ins look alike: hints for a person, never verdicts.

words ─▶ fingerprints ─▶ code        code that stays alike when it is renamed, commented or laid out anew
answers                              wrong answers that are right for somebody else's numbers

All of it is pure. Text is cut into words, never parsed and never run.
"""
