"""Bundles (zip, tar) taken apart safely."""
