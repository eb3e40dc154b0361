"""A student's own folder: the course written out with their numbers, and what they have done so far.

    DIR/index.html                 the course home
    DIR/<lesson>/index.html        the page to read; answers.yaml, *.py and notebook.ipynb to answer in
    DIR/.chainrule/state.json      where the student is: current question, results, hints, redraws
    DIR/.chainrule/outline.json    titles, questions and hints, filled with the student's numbers; no key
    DIR/.chainrule/numbers/*.json  what was drawn, as a manifest stores it
    DIR/.chainrule/history/…       answers put aside by `reset` and `again`

`state`, `outline`, `place` and `telling` are light: the commands that only tell something load no NumPy, no
SymPy and no pydantic. `numbers` draws, `making` writes, `desk` grades,
`renewing` starts an item over, `packing` makes the zip. Nothing is imported here for that reason.
"""
