"""What may be asked: questions, their immutable revisions, comparisons and exams."""
