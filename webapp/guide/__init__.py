"""What we say about LinkedIn, and how we know it: no Flask, no language but English."""
