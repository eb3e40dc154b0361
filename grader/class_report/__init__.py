"""What an instructor wants to know of a class, from the results of a problem set.

results ─tally─▶ Tally ─summing─▶ ClassReport (grader.report.class_page) ─▶ page; tables ─▶ CSV
          hand-ins and manifest ─likeness─▶ who is alike
"""
