"""What everybody has reached, kept for good: attempts are added, never changed.

    with gradebook_at("class.db") as book:     # grader.gradebook.opening; SQLAlchemy: the extra `class`
        book.record(results)

SQLite in one file by default; PostgreSQL by URL when one machine is not enough. `grades` makes marks of it
under the policies of `grader.policies`. Nothing is imported here.
"""
