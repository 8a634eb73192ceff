"""Author's text to safe HTML, drawings to SVG; the result is a cache, so each change of it raises VERSION."""
