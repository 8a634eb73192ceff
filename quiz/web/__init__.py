"""The shell that all pages share: base templates, error pages, middleware, locale."""
