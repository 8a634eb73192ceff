"""House style: what questions are held to beyond their format, as far as an exam asks for it."""
