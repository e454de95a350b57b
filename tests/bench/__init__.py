"""Speed as ratios within one run: Rondetafel beside a bare twin that shows the same rows."""
