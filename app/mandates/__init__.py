"""What a subgroup was asked, what it reports, what it delivers: asked on pages of their own."""
