"""Signing in by password, link or invitation; signing out."""
