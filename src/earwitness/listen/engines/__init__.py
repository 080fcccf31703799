"""Adapters to model libraries; nothing else imports those."""
