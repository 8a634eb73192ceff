"""Pages: coming in (entry), one's own account, another device, lost passwords, and people."""
