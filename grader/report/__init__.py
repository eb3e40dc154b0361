"""Report → html | terminal | json, and the pages around it. Pure: equal input gives equal bytes.

phrases · harmless · maths · markdown · plot   the words, signs and pictures
focus · sheet                                  what a page is about
page · terminal · machine · schema · table     the renderers

Nothing is imported here, so that a terminal line does not pay for the HTML.
"""
