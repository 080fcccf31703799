"""Telegram Desktop exports: result.json in, posts out."""
