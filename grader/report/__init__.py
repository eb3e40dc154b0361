"""Report → html | terminal | json, and the pages around it. Pure: equal input gives equal bytes.

phrases · harmless · signs · spoken        words and signs, for every renderer
maths · markdown · plot · voice            what HTML templates can say and draw
columns · screen                           the same for a terminal
focus · sheet                              what a page is about
page · terminal · machine · schema · table the renderers; `writer` puts them into files and on the screen
formats                                    what other programs read, a module each; `plain` speaks in them
moodle                                     back into a Moodle assignment

Nothing is imported here, so that a line in a terminal does not pay for the HTML.
"""
