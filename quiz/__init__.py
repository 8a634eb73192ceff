"""The SAA quiz: questions in git, answered in a browser, explained option by option."""
