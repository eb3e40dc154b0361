"""The screen beside the editor: save, see, go on.

`keys`    single keys from a terminal, or none
`files`   which lesson's files have changed, by asking the file system
`sheets`  which question was just answered in them
`view`    what is shown: pure, from a Report and the state to lines that fit
`stage`   the terminal it is painted on
`pausing` Ctrl-Z and `fg`
`bench`   grading with everything warm
`loop`    the loop that brings them together
"""
