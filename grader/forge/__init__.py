"""A class on GitHub, GitLab or a git server of its own: repositories out, what was pushed in time back in."""
