"""Tests read as stories, told with the same few people."""
