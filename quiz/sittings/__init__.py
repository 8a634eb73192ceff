"""Who was asked what, and responded how."""
