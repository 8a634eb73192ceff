"""Who: people and guests, their sessions, and how often one address may do a thing."""
