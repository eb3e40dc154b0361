"""Where a class hands in: GitHub, GitLab, a git server of its own, Gradescope. Out to it and back."""
