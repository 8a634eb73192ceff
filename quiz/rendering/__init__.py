"""Author's text to safe HTML, drawings to SVG.

What comes out is kept beside each revision, so every change of what these modules write
raises VERSION: the next publishing then renders everything anew.
"""

from __future__ import annotations

VERSION = 2
