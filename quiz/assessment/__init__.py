"""The quiz with web and database off: what an item is and how a response is graded."""
