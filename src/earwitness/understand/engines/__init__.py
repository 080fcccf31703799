"""Adapters to translation models and servers; nothing else imports or calls those."""
