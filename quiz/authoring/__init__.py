"""Question files: strict reading, and every problem with its place."""
